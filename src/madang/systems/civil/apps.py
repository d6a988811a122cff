"""Wiring of civil."""

from django.apps import AppConfig


class CivilConfig(AppConfig):
    """The app `civil`."""

    name = "madang.systems.civil"
    label = "civil"
