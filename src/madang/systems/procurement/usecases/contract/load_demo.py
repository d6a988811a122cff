"""Contracts of the demonstration, on the final awards that there are: one to sign, one to inspect, one whose invoice waits."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.models import Account, DutyAssignment
from madang.framework.identity.who import actor_of, held_on, local_day
from madang.framework.law import pack
from madang.framework.values import Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.contracting import GuaranteeKind
from madang.systems.procurement.domain.words import AwardState, ContractState, Step
from madang.systems.procurement.models import Award, Contract
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.contract.ask_treasury import ask_lines, fund_contract
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.lodge_guarantee import Promise, lodge_guarantee
from madang.systems.procurement.usecases.contract.make_contract import Part, Plan, make_contract
from madang.systems.procurement.usecases.contract.pay_invoice import submit_invoice
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.permissions import BUYER

DEMO = system_actor("procurement.demo")
MOST = 6
STATES = 3


def load_contract_demo(*, now: datetime) -> int:
    """How many contracts were made; none where there are some already."""
    if Contract.objects.filter(award__isnull=False).exists():
        return 0
    # An office whose second buyer can inspect what its first one bought.
    buying = DutyAssignment.objects.filter(held_on(local_day(now)), duty=BUYER).values("office_id")
    staffed = buying.annotate(count=Count("account", distinct=True)).filter(count__gt=1).values("office_id")
    awards = Award.objects.filter(state=AwardState.ACTIVE.value, contract=None, tender__buyer__in=staffed)
    awards = awards.filter(agreements=None)
    awards = awards.select_related("tender", "supplier")
    made = [_one(award, place % STATES, now) for place, award in enumerate(awards.order_by("pk")[:MOST])]
    return sum(made)


def _one(award: Award, state: int, now: datetime) -> bool:
    buyers = buyers_of(office=award.tender.buyer, now=now)
    line = line_for(office=award.tender.buyer, minor=award.minor, now=now) if len(buyers) > 1 else ""
    if not line:
        return False
    contract = make_contract(award=award, plan=_plan(award, line, now), actor=buyers[0], now=now)
    contract = Contract.objects.select_related("terms", "supplier").get(pk=contract.pk)
    funded = fund_contract(contract=contract, now=now)
    contract.refresh_from_db()
    _secure(contract, buyers[0], now)
    if state and funded:
        _perform(contract, state, buyers[1], now)
    return True


def buyers_of(*, office: str, now: datetime) -> list[Actor]:
    """Who buys for the office, the longest there first."""
    held = DutyAssignment.objects.filter(held_on(local_day(now)), office_id=office, duty=BUYER)
    accounts = Account.objects.filter(pk__in=held.values("account_id")).order_by("pk")
    return [actor_of(account=one, now=now) for one in accounts]


def line_for(*, office: str, minor: int, now: datetime) -> str:
    """The line of the office that has most to spare, if that is enough."""
    try:
        lines = ask_lines(office=office, year=timezone.localdate(now).year)
    except Refusal:
        return ""
    free = [(one.free.minor, str(one.code)) for one in lines if one.free and one.free.minor >= minor]
    return max(free, default=(0, ""))[1]


def _plan(award: Award, line: str, now: datetime) -> Plan:
    today = timezone.localdate(now)
    ends_on = today + timedelta(days=90)
    korean = pack().languages[0].startswith("ko")
    titles = ("1차 납품", "최종 납품") if korean else ("First delivery", "Last delivery")
    return Plan(
        line=line,
        account=str(pack().data("procurement/contract_terms")["demo_account"]),
        holder=award.supplier.name,
        starts_on=today,
        ends_on=ends_on,
        defect_percent=contract_law.defect_percents(on=today)[1] / 2,
        parts=(
            Part(title=titles[0], due_on=today + timedelta(days=30), percent=Decimal(40)),
            Part(title=titles[1], due_on=ends_on, percent=Decimal(60)),
        ),
    )


def _secure(contract: Contract, buyer: Actor, now: datetime) -> None:
    if contract.terms.performance_minor:
        promise = Promise(
            kind=GuaranteeKind.PERFORMANCE,
            minor=contract.terms.performance_minor,
            issuer="보증보험(생성) / Surety (generated)",
            number=random_symbols(count=12),
            valid_from=contract.starts_on,
            valid_until=contract.ends_on + timedelta(days=30),
        )
        lodge_guarantee(contract=contract, promise=promise, actor=buyer, now=now)


def _perform(contract: Contract, state: int, checker: Actor, now: datetime) -> None:
    """In force as if both had signed: nobody's device signs for the demonstration."""
    with transaction.atomic():
        contract.state, contract.signed_at = ContractState.ACTIVE.value, now
        contract.save(update_fields=["state", "signed_at"])
        publish_release(ocid=contract.ocid, step=Step.CONTRACT, now=now)
    milestone = contract.milestones.get(position=1)
    delivery = record_delivery(milestone=milestone, note="", actor=DEMO, now=now)
    if state > 1:
        inspect_delivery(delivery=delivery, accepted=True, faults="", actor=checker, now=now)
        number = f"INV-{contract.number[-4:]}"
        submit_invoice(milestone=milestone, number=number, minor=milestone.minor, actor=DEMO, now=now)
