"""Wiring of money."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """The app `money`."""

    name = "madang.framework.money"
    label = "money"

    def ready(self) -> None:
        """Declare messages, rules and the sandbox bank."""
        from madang.framework.money import messages, rules  # noqa: F401
        from madang.framework.money.gateways import register
        from madang.framework.money.gateways.sandbox.bank import SandboxBank

        messages.declare()
        register(SandboxBank())
