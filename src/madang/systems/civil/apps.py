"""Wiring of civil services."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CivilConfig(AppConfig):
    """The app `civil`."""

    name = "madang.systems.civil"
    label = "civil"

    def ready(self) -> None:
        """Declare duties, offer civil's own services, and listen to cases and money."""
        from madang.framework.cases.progress import on_progress
        from madang.framework.identity.access import duty
        from madang.framework.money.gateways import register
        from madang.framework.money.progress import on_charge_changed
        from madang.systems.civil import exchange, jobs  # noqa: F401
        from madang.systems.civil.gateways.cash_desk import CashDesk
        from madang.systems.civil.usecases import listening, tell
        from madang.systems.civil.usecases.permissions import COUNTER, REVIEWER
        from madang.systems.civil.usecases.register_procedures import register_procedures

        duty(COUNTER, title=_("Counter clerk"), describes=_("Serves residents at a counter."))
        duty(REVIEWER, title=_("Civil affairs officer"), describes=_("Decides general applications."))
        register(CashDesk())
        tell.declare_messages()
        exchange.offer_own_services()
        register_procedures()
        on_progress(listening.case_moved)
        on_charge_changed(listening.charge_changed)
