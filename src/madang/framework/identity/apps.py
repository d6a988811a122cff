"""Wiring of identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The app `identity`."""

    name = "madang.framework.identity"
    label = "identity"

    def ready(self) -> None:
        """Load the rules, and note what is done under mandates."""
        from madang.framework import audit
        from madang.framework.identity import rules  # noqa: F401
        from madang.framework.identity.usecases.use_mandate import note_use

        audit.on_record(note_use)
