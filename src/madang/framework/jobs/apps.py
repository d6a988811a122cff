"""Wiring of jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The app `jobs`: every app's `jobs` module is read at start, so that a worker knows all of them."""

    name = "madang.framework.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Read the declarations."""
        import madang.framework.jobs.stalled  # noqa: F401

        autodiscover_modules("jobs")
