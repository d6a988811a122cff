"""Wiring of protect."""

from django.apps import AppConfig


class ProtectConfig(AppConfig):
    """The app `protect`."""

    name = "madang.framework.protect"
    label = "protect"
