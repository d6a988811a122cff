"""Wiring of signatures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    """The app `signatures`."""

    name = "madang.systems.signatures"
    label = "signatures"
    verbose_name = _("Signatures")

    def ready(self) -> None:
        """Declare the duty, the rule and the line in the menu."""
        from madang.framework.identity.access import duty
        from madang.framework.ui import menu
        from madang.systems.signatures.usecases import record_entry

        duty(record_entry.RECORDER, title=_("Recorder of signatures"))
        menu.add(title=_("Signatures"), url="signatures:entries")
