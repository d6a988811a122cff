"""Wiring of procurement."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    """The app `procurement`."""

    name = "madang.systems.procurement"
    label = "procurement"
    verbose_name = _("Procurement")

    def ready(self) -> None:
        """Declare duties, messages, work that waits, lines of the menu and parts of a tender's page."""
        from madang.systems.procurement import jobs  # noqa: F401
        from madang.systems.procurement.usecases.award.decide_complaint import register_procedures
        from madang.systems.procurement.web.tender_parts import add_sections

        register_procedures()
        _declare_duties()
        _declare_messages_and_work()
        _declare_menu()
        add_sections()


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
    from madang.systems.procurement.usecases.award.tell_bidders import declare_messages as award_messages
    from madang.systems.procurement.usecases.award.waiting import waiting_work as waiting_evaluations
    from madang.systems.procurement.usecases.contract.waiting import waiting_work as waiting_contracts
    from madang.systems.procurement.usecases.disclosure.messages import register_messages as disclosure_messages
    from madang.systems.procurement.usecases.frameworks.admit import register_messages as framework_messages
    from madang.systems.procurement.usecases.mall.messages import register_messages as mall_messages
    from madang.systems.procurement.usecases.mall.waiting import waiting_in_mall
    from madang.systems.procurement.usecases.market import tell
    from madang.systems.procurement.usecases.market.waiting import waiting_work as waiting_questions
    from madang.systems.procurement.usecases.stages.messages import register_messages as stage_messages
    from madang.systems.procurement.usecases.supply.messages import register_messages as supply_messages
    from madang.systems.procurement.usecases.supply.waiting import waiting_sanctions

    catalogue.register(*tell.TEMPLATES)
    for declare in (supply_messages, award_messages, mall_messages, disclosure_messages):
        declare()
    stage_messages()
    framework_messages()
    for waiting in (waiting_questions, waiting_evaluations, waiting_sanctions, waiting_contracts, waiting_in_mall):
        other_work.add(waiting)


def _declare_menu() -> None:
    from madang.framework.ui import menu
    from madang.systems.procurement.usecases.permissions import BUYER, EVALUATOR, INTEGRITY, REVIEWER

    menu.add(title=_("Tenders"), url="procurement:tenders", group="services", order=80)
    menu.add(title=_("Suppliers"), url="procurement:suppliers", group="services", order=82)
    menu.add(title=_("Framework agreements"), url="procurement:frameworks", group="services", order=81)
    menu.add(title=_("E-mall"), url="procurement:mall", group="services", order=83)
    mine = _("Your contracts with the state")
    menu.add(title=mine, url="procurement:my_contracts", roles=("resident",), group="services", order=84)
    alerts = _("Alerts for tenders")
    menu.add(title=alerts, url="procurement:alerts", roles=("resident",), group="services", order=85)
    menu.add(title=_("Public contracts"), url="procurement:contracts", group="money", order=75)
    menu.add(title=_("Open contracting"), url="procurement:open", group="openness", order=40)
    menu.add(title=_("Procurement in figures"), url="procurement:statistics", group="openness", order=41)
    desks = (
        ("own_tenders", _("Buying"), (BUYER,)),
        ("evaluations", _("Evaluations"), (EVALUATOR,)),
        ("contract_desk", _("Contracts"), (BUYER,)),
        ("sanction_desk", _("Sanctions desk"), (REVIEWER, BUYER)),
        ("indicators", _("Indicators of collusion"), (INTEGRITY,)),
    )
    for order, (name, title, duties) in enumerate(desks, start=80):
        menu.add(title=title, url=f"procurement:{name}", roles=("official",), duties=duties, order=order)
