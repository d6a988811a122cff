"""Wiring of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app `cases`."""

    name = "madang.framework.cases"
    label = "cases"

    def ready(self) -> None:
        """Declare messages and rules."""
        from madang.framework.cases import messages, rules  # noqa: F401

        messages.declare()
