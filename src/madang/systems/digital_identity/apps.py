"""Wiring of digital identity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigitalIdentityConfig(AppConfig):
    """The app `digital_identity`."""

    name = "madang.systems.digital_identity"
    label = "digital_identity"
    verbose_name = _("Digital identity")

    def ready(self) -> None:
        """Declare the duty, the rule and the line in the menu."""
        from madang.framework.identity.access import duty
        from madang.framework.ui import menu
        from madang.systems.digital_identity.usecases import record_entry

        duty(record_entry.RECORDER, title=_("Recorder of digital identity"))
        menu.add(title=_("Digital identity"), url="digital_identity:entries")
