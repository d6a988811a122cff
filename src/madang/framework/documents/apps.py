"""Wiring of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app `documents`."""

    name = "madang.framework.documents"
    label = "documents"

    def ready(self) -> None:
        """Declare who may do what."""
        from madang.framework.documents import rules  # noqa: F401
