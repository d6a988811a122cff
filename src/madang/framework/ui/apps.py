"""Wiring of ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The app `ui`."""

    name = "madang.framework.ui"
    label = "ui"
