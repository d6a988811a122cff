"""Wiring of civil services."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CivilConfig(AppConfig):
    """The app `civil`."""

    name = "madang.systems.civil"
    label = "civil"

    def ready(self) -> None:
        """Declare duties, offer civil's own services, and listen to cases and money."""
        from madang.framework.identity.access import duty
        from madang.framework.identity.mandate_scopes import mandate_scope
        from madang.framework.money.gateways import register
        from madang.framework.money.progress import on_charge_changed
        from madang.framework.ui import menu
        from madang.systems.civil import exchange, jobs  # noqa: F401
        from madang.systems.civil.gateways.cash_desk import CashDesk
        from madang.systems.civil.usecases import listening, tell
        from madang.systems.civil.usecases.permissions import COUNTER, REVIEWER
        from madang.systems.civil.usecases.register_procedures import register_procedures

        duty(COUNTER, title=_("Counter clerk"), describes=_("Serves residents at a counter."))
        duty(REVIEWER, title=_("Civil affairs officer"), describes=_("Decides general applications."))
        mandate_scope("civil.apply:*", title=_("Apply for public services"))
        register(CashDesk())
        tell.declare_messages()
        exchange.offer_own_services()
        register_procedures()
        menu.add(title=_("Life events"), url="civil:life_events", group="services", order=12)
        menu.add(title=_("Benefits"), url="civil:benefits", group="services", order=14)
        menu.add(title=_("Counter"), url="civil:counter", roles=("official",), group="officials", order=40)
        menu.add(title=_("Civil services in figures"), url="civil:front", foot=True, order=30)
        on_charge_changed(listening.charge_changed)
