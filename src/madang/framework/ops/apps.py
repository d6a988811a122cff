"""Wiring of ops."""

from django.apps import AppConfig

from madang.framework.ops.logs import configure


class OpsConfig(AppConfig):
    """The app `ops`."""

    name = "madang.framework.ops"
    label = "ops"

    def ready(self) -> None:
        """Logs from here on are structured."""
        configure()
