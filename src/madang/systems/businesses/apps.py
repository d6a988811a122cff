"""Wiring of businesses."""

from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    """The app `businesses`."""

    name = "madang.systems.businesses"
    label = "businesses"
