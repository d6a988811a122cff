"""Wiring of notify."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """The app `notify`."""

    name = "madang.framework.notify"
    label = "notify"

    def ready(self) -> None:
        """Have owners of accounts and parties of mandates told of what happens to them."""
        from madang.framework.identity.mandate_events import on_mandate_event
        from madang.framework.identity.security_events import on_security_event
        from madang.framework.notify import mandates, security

        security.declare_messages()
        mandates.declare_messages()
        on_security_event(security.tell_owner)
        on_mandate_event(mandates.tell_party)
