"""Frameworks of the demonstration: terms for those that the market announced, and orders under those that were awarded."""

import calendar
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values import Refusal
from madang.systems.procurement.domain.frameworks import Way
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Agreement, CallOff, FrameworkTerms, Tender
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.contract.ask_treasury import fund_contract
from madang.systems.procurement.usecases.contract.load_demo import line_for
from madang.systems.procurement.usecases.contract.make_contract import Part, Plan
from madang.systems.procurement.usecases.frameworks.call_off import call_off, cost_of

BUYER = system_actor("procurement.demo")
MEMBERS = 3
DECEMBER = 12


def load_framework_terms_demo(*, now: datetime) -> int:
    """The terms of every framework tender that has none; how many. The demonstration's past is made in a moment."""
    waiting = Tender.objects.filter(method=Method.FRAMEWORK.value, framework_terms=None, closes_at__isnull=False)
    return len(FrameworkTerms.objects.bulk_create(_terms(one) for one in waiting.order_by("pk")))


def _terms(tender: Tender) -> FrameworkTerms:
    closes_at = tender.closes_at or tender.made_at
    starts_on = timezone.localdate(closes_at) + timedelta(days=1)
    ends_on = date(starts_on.year, DECEMBER, calendar.monthrange(starts_on.year, DECEMBER)[1])
    return FrameworkTerms(
        tender=tender, members_most=MEMBERS, starts_on=starts_on, ends_on=ends_on, way=Way.EITHER.value
    )


def load_framework_demo(*, now: datetime) -> int:
    """An order with the first member of each framework that is in force; how many. None where there are some already."""
    if CallOff.objects.exists():
        return 0
    today = timezone.localdate(now)
    held = Agreement.objects.filter(place=1, starts_on__lte=today, ends_on__gte=today)
    waiting = held.filter(lot__tender__state=TenderState.AWARDED.value)
    made = 0
    for one in waiting.select_related("lot__tender__framework_terms", "supplier").order_by("pk"):
        made += _order(one, today, now)
    return made


def _order(one: Agreement, today: date, now: datetime) -> int:
    quantity = max(Decimal(int(one.lot.items.get().quantity) // 5), Decimal(1))
    try:
        minor = cost_of(agreement=one, quantity=quantity)
        line = line_for(office=one.lot.tender.buyer, minor=minor, now=now)
        if not line:
            return 0
        plan = _plan(one, line, today)
        made = call_off(agreement=one, quantity=quantity, reason="", plan=plan, actor=BUYER, now=now)
        fund_contract(contract=made, now=now)
    except Refusal:
        # Of a supplier that may not supply today, or beyond the ceiling, nothing is ordered.
        return 0
    return 1


def _plan(one: Agreement, line: str, today: date) -> Plan:
    due_on = today + timedelta(days=30)
    korean = pack().languages[0].startswith("ko")
    return Plan(
        line=line,
        account=str(pack().data("procurement/contract_terms")["demo_account"]),
        holder=one.supplier.name,
        starts_on=today,
        ends_on=due_on,
        defect_percent=contract_law.defect_percents(on=today)[1] / 2,
        parts=(Part(title="납품" if korean else "Delivery", due_on=due_on, percent=Decimal(100)),),
    )
