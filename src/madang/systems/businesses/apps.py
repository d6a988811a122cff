"""Wiring of the business register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BusinessesConfig(AppConfig):
    """The app `businesses`."""

    name = "madang.systems.businesses"
    label = "businesses"

    def ready(self) -> None:
        """Refuse to start under a law with gaps; declare the duty, register procedures and documents, offer the services."""
        from madang.framework.identity.access import duty
        from madang.framework.law import check_law
        from madang.framework.ui import menu
        from madang.systems.businesses import exchange, jobs  # noqa: F401
        from madang.systems.businesses.usecases.permissions import REGISTRAR
        from madang.systems.businesses.usecases.register_kinds import register_documents, register_procedures

        check_law(systems=("businesses",))
        duty(REGISTRAR, title=_("Business registrar"), describes=_("Decides on registrations, changes and closures."))
        register_procedures()
        register_documents()
        exchange.offer_services()
        menu.add(title=_("Businesses"), url="businesses:front", group="registers", order=60)
