"""Wiring of bulk."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """The app `bulk`."""

    name = "madang.framework.bulk"
    label = "bulk"
