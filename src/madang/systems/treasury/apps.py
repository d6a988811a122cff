"""Wiring of treasury."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreasuryConfig(AppConfig):
    """The app `treasury`."""

    name = "madang.systems.treasury"
    label = "treasury"
    verbose_name = _("Treasury")

    def ready(self) -> None:
        """Declare the duty, the rule and the line in the menu."""
        from madang.framework.identity.access import duty
        from madang.framework.ui import menu
        from madang.systems.treasury.usecases import record_entry

        duty(record_entry.RECORDER, title=_("Recorder of treasury"))
        menu.add(title=_("Treasury"), url="treasury:entries")
