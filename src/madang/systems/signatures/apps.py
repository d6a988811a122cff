"""Wiring of the trust services."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    """The app `signatures`."""

    name = "madang.systems.signatures"
    label = "signatures"
    verbose_name = _("Signatures")

    def ready(self) -> None:
        """Refuse to start under a law with gaps; declare the duties and register the procedure."""
        from madang.framework.identity.access import duty
        from madang.framework.law import check_law
        from madang.framework.ui import menu
        from madang.systems.signatures import jobs  # noqa: F401
        from madang.systems.signatures.usecases.decide_request import register_procedure
        from madang.systems.signatures.usecases.permissions import KEEPER, OFFICER
        from madang.systems.signatures.usecases.signing_messages import register_messages

        check_law(systems=("signatures",))
        duty(
            OFFICER,
            title=_("Registration officer"),
            describes=_("Decides who gets a certificate, and ends certificates."),
        )
        duty(KEEPER, title=_("Keeper of the authorities"), describes=_("Founds authorities with the custodians."))
        register_procedure()
        register_messages()
        menu.add(title=_("Trust services"), url="signatures:front", group="documents", order=72)
