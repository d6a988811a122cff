"""Wiring of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app `cases`."""

    name = "madang.framework.cases"
    label = "cases"
