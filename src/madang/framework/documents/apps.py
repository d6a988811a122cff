"""Wiring of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app `documents`."""

    name = "madang.framework.documents"
    label = "documents"

    def ready(self) -> None:
        """Declare who may do what, and the receipts of payments."""
        from madang.framework.documents import jobs, rules  # noqa: F401
        from madang.framework.documents.usecases.issue_receipt import register_receipts

        register_receipts()
