"""Wiring of notify."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """The app `notify`."""

    name = "madang.framework.notify"
    label = "notify"
