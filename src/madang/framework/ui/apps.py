"""Wiring of ui."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """The app `ui`."""

    name = "madang.framework.ui"
    label = "ui"

    def ready(self) -> None:
        """The lines of the menu that belong to the framework's own rooms."""
        from madang.framework.ui import menu

        menu.add(title=_("Mandates"), url="identity:mandates", roles=("resident",), group="documents", order=50)
        menu.add(title=_("State of the service"), url="ops:health", foot=True, order=90)
