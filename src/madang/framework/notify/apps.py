"""Wiring of notify."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """The app `notify`."""

    name = "madang.framework.notify"
    label = "notify"

    def ready(self) -> None:
        """Have owners of accounts told of what happens to them."""
        from madang.framework.identity.security_events import on_security_event
        from madang.framework.notify.security import declare_messages, tell_owner

        declare_messages()
        on_security_event(tell_owner)
