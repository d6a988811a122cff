"""Wiring of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`."""

    name = "madang.systems.portal"
    label = "portal"
