"""Wiring of procurement."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    """The app `procurement`."""

    name = "madang.systems.procurement"
    label = "procurement"
    verbose_name = _("Procurement")

    def ready(self) -> None:
        """Declare duties and lines of the menu."""
        from madang.framework.cases import other_work
        from madang.framework.identity.access import duty
        from madang.framework.notify import catalogue
        from madang.framework.ui import menu
        from madang.systems.procurement import jobs  # noqa: F401
        from madang.systems.procurement.usecases import permissions
        from madang.systems.procurement.usecases.market import tell, waiting

        duty(permissions.BUYER, title=_("Buyer"), describes=_("Plans, tenders, awards and contracts for an office."))
        duty(
            permissions.CUSTODIAN, title=_("Custodian of bid keys"), describes=_("Holds one share of what opens bids.")
        )
        duty(permissions.EVALUATOR, title=_("Evaluator of bids"), describes=_("Scores offers on a panel."))
        duty(permissions.REVIEWER, title=_("Reviewer of procurement"), describes=_("Decides complaints and sanctions."))
        duty(permissions.INTEGRITY, title=_("Integrity officer"), describes=_("Looks for collusion in bids."))
        menu.add(title=_("Tenders"), url="procurement:tenders", group="services", order=80)
        menu.add(title=_("Buying"), url="procurement:own_tenders", roles=("official",), group="officials", order=80)
        catalogue.register(*tell.TEMPLATES)
        other_work.add(waiting.waiting_work)
