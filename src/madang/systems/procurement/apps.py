"""Wiring of procurement."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    """The app `procurement`."""

    name = "madang.systems.procurement"
    label = "procurement"
    verbose_name = _("Procurement")

    def ready(self) -> None:
        """Declare duties, messages, work that waits and lines of the menu."""
        from madang.systems.procurement import jobs  # noqa: F401
        from madang.systems.procurement.usecases.award.decide_complaint import register_procedures
        from madang.systems.procurement.usecases.award.tell_bidders import declare_messages

        register_procedures()
        _declare_duties()
        _declare_messages_and_work()
        _declare_menu()


def _declare_duties() -> None:
    from madang.framework.identity.access import duty
    from madang.systems.procurement.usecases import permissions

    duty(permissions.BUYER, title=_("Buyer"), describes=_("Plans, tenders, awards and contracts for an office."))
    duty(permissions.CUSTODIAN, title=_("Custodian of bid keys"), describes=_("Holds one share of what opens bids."))
    duty(permissions.EVALUATOR, title=_("Evaluator of bids"), describes=_("Scores offers on a panel."))
    duty(permissions.REVIEWER, title=_("Reviewer of procurement"), describes=_("Decides complaints and sanctions."))
    duty(permissions.INTEGRITY, title=_("Integrity officer"), describes=_("Looks for collusion in bids."))


def _declare_messages_and_work() -> None:
    from madang.framework.cases import other_work
    from madang.framework.notify import catalogue
    from madang.systems.procurement.usecases.award.tell_bidders import declare_messages
    from madang.systems.procurement.usecases.contract import waiting as contracts_waiting
    from madang.systems.procurement.usecases.mall import messages as mall_messages
    from madang.systems.procurement.usecases.mall.waiting import waiting_in_mall
    from madang.systems.procurement.usecases.market import tell, waiting
    from madang.systems.procurement.usecases.supply.messages import register_messages
    from madang.systems.procurement.usecases.supply.waiting import waiting_sanctions

    catalogue.register(*tell.TEMPLATES)
    register_messages()
    mall_messages.register_messages()
    declare_messages()
    other_work.add(waiting.waiting_work)
    other_work.add(waiting_sanctions)
    other_work.add(contracts_waiting.waiting_work)
    other_work.add(waiting_in_mall)


def _declare_menu() -> None:
    from madang.framework.ui import menu

    menu.add(title=_("Tenders"), url="procurement:tenders", group="services", order=80)
    menu.add(title=_("Buying"), url="procurement:own_tenders", roles=("official",), group="officials", order=80)
    menu.add(title=_("Evaluations"), url="procurement:evaluations", roles=("official",), group="officials", order=81)
    menu.add(title=_("Public contracts"), url="procurement:contracts", group="money", order=75)
    menu.add(title=_("Contracts"), url="procurement:contract_desk", roles=("official",), group="officials", order=76)
    menu.add(title=_("Suppliers"), url="procurement:suppliers", group="services", order=82)
    menu.add(title=_("E-mall"), url="procurement:mall", group="services", order=83)
    menu.add(
        title=_("Sanctions desk"), url="procurement:sanction_desk", roles=("official",), group="officials", order=82
    )
