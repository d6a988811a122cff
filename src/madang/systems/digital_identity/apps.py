"""Wiring of digital identity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigitalIdentityConfig(AppConfig):
    """The app `digital_identity`."""

    name = "madang.systems.digital_identity"
    label = "digital_identity"
    verbose_name = _("Digital identity")

    def ready(self) -> None:
        """Declare the duty and the procedure; listen to sessions that end and to deaths; add a line to menu and settings."""
        from madang.framework.identity.access import duty
        from madang.framework.identity.security_events import on_sessions_ended
        from madang.framework.identity.settings_links import SettingsLink, add_settings_link
        from madang.framework.ui import menu
        from madang.systems.digital_identity import exchange, jobs  # noqa: F401
        from madang.systems.digital_identity.usecases.end_grants import end_grants_of_sessions
        from madang.systems.digital_identity.usecases.permissions import REGISTRAR
        from madang.systems.digital_identity.usecases.register_kinds import register_procedure

        duty(
            REGISTRAR,
            title=_("Registrar of sign-in services"),
            describes=_("Decides which services may sign residents in, and suspends them."),
        )
        register_procedure()
        on_sessions_ended(end_grants_of_sessions)
        menu.add(title=_("Digital identity"), url="digital_identity:front", group="documents", order=70)
        add_settings_link(
            SettingsLink(
                title=_("Services that you sign in to"),
                says=_("See which services may be told something about you, and take it back."),
                action=_("Your consents"),
                url="digital_identity:consents",
            )
        )
