"""Wiring of storage."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """The app `storage`."""

    name = "madang.framework.storage"
    label = "storage"
