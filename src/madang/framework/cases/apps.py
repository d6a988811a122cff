"""Wiring of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app `cases`."""

    name = "madang.framework.cases"
    label = "cases"

    def ready(self) -> None:
        """Declare messages, rules, and the decision as a kind of document."""
        from madang.framework.cases import jobs, messages, rules  # noqa: F401
        from madang.framework.cases.usecases.issue_decision import register_decisions

        messages.declare()
        register_decisions()
