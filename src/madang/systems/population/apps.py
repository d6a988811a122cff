"""Wiring of population."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """The app `population`."""

    name = "madang.systems.population"
    label = "population"
