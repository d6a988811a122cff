"""Wiring of money."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """The app `money`."""

    name = "madang.framework.money"
    label = "money"
