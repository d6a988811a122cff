"""From a final award to a draft contract."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.contracting import required_guarantee, shares
from madang.systems.procurement.domain.words import AwardState, Kind
from madang.systems.procurement.models import Award, Contract, ContractTerms, Milestone
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.contract.contract_refusals import ContractRefused, fault
from madang.systems.procurement.usecases.contract.note import note_act
from madang.systems.procurement.usecases.contract.open_draft import open_draft

MOST_PARTS = 50


class AwardNotFinal(Refusal):
    """A contract follows a final award, once."""

    code = "procurement.award_not_final"
    says = gettext_lazy(
        "Award {number} is not final, or has its contract already. Wait until its standstill has passed."
    )


class AwardIsFramework(Refusal):
    """Contracts follow its call-offs."""

    code = "procurement.award_is_framework"
    says = gettext_lazy("Award {number} made framework agreements. Call off what is needed on the framework's page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A milestone as it is planned."""

    title: str
    due_on: date
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the award does not say: who is paid where and from what, when, and by which milestones."""

    line: str
    account: str
    holder: str
    starts_on: date
    ends_on: date
    defect_percent: Decimal
    parts: tuple[Part, ...]


def make_contract(*, award: Award, plan: Plan, actor: Actor, now: datetime) -> Contract:
    """The draft with its milestones and the money that it needs, which is asked of the treasury next.

    Raises Forbidden, AwardNotFinal, AwardIsFramework, ContractRefused.
    """
    require(actor, "procurement.buy", award.tender.buyer)
    faults = faults_of(plan=plan, on=timezone.localdate(now))
    if faults:
        raise ContractRefused(faults=faults)
    with transaction.atomic():
        held = (
            Award.objects.select_for_update(of=("self",)).select_related("tender", "lot", "supplier").get(pk=award.pk)
        )
        if held.agreements.exists():
            raise AwardIsFramework(number=held.number)
        if held.state != AwardState.ACTIVE.value or Contract.objects.filter(award=held).exists():
            raise AwardNotFinal(number=held.number)
        made = _contract(held, plan, now)
        fill_contract(contract=made, kind=Kind(held.tender.kind), plan=plan, actor=actor, now=now)
    return made


def fill_contract(*, contract: Contract, kind: Kind, plan: Plan, actor: Actor, now: datetime) -> None:
    """Save a new contract as a draft by this plan, in the caller's transaction."""
    values = shares(value=Money(contract.minor, contract.currency), percents=[one.percent for one in plan.parts])
    parts = [
        Milestone(title=one.title.strip(), due_on=one.due_on, minor=value.minor)
        for one, value in zip(plan.parts, values, strict=True)
    ]
    terms = _terms(contract, kind, plan, timezone.localdate(now))
    open_draft(contract=contract, terms=terms, parts=parts, actor=actor, now=now)
    detail = {"award": contract.award.number if contract.award else "", "minor": contract.minor}
    note_act(contract=contract, act="make_contract", detail=detail, actor=actor, now=now)


def faults_of(*, plan: Plan, on: date) -> tuple[Fault, ...]:
    """What speaks against the plan, all of it."""
    found = []
    if plan.ends_on < plan.starts_on:
        found.append(fault("ends_on", _("A contract ends on or after the day on which it starts.")))
    low, high = contract_law.defect_percents(on=on)
    if not low <= plan.defect_percent <= high:
        says = _("The guarantee for defects is between {low} and {high} percent.").format(low=low, high=high)
        found.append(fault("defect_percent", says))
    if not 0 < len(plan.parts) <= MOST_PARTS or sum(one.percent for one in plan.parts) != 100:
        found.append(fault("parts", _("The milestones' shares sum to 100 percent.")))
    if any(one.percent <= 0 for one in plan.parts):
        found.append(fault("parts", _("Each milestone has a share of more than nothing.")))
    if any(not plan.starts_on <= one.due_on <= plan.ends_on for one in plan.parts):
        found.append(fault("parts", _("Each milestone is due within the contract's period.")))
    if any(not 0 < len(one.title.strip()) <= 200 for one in plan.parts):
        found.append(fault("parts", _("Say in at most 200 letters what is delivered with each milestone.")))
    for place in ("line", "account", "holder"):
        if not getattr(plan, place).strip():
            found.append(fault(place, _("This is needed for the payment. Fill it in.")))
    return tuple(found)


def _contract(award: Award, plan: Plan, now: datetime) -> Contract:
    several = award.tender.lots.count() > 1
    return Contract(
        number=f"CT{timezone.localdate(now).year}-{random_symbols(count=8)}",
        award=award,
        ocid=award.tender.ocid,
        buyer=award.tender.buyer,
        supplier=award.supplier,
        title=f"{award.tender.title} · {award.lot.title}"[:200] if several else award.tender.title,
        minor=award.minor,
        currency=award.currency,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        made_at=now,
    )


def _terms(made: Contract, kind: Kind, plan: Plan, on: date) -> ContractTerms:
    value = Money(made.minor, made.currency)
    percent, exempt = contract_law.performance_percent(on=on), contract_law.exempt_until(on=on)
    return ContractTerms(
        kind=kind.value,
        line=plan.line,
        account=plan.account.strip(),
        holder=plan.holder.strip(),
        performance_minor=required_guarantee(value=value, percent=percent, exempt_until=exempt).minor,
        defect_percent=plan.defect_percent,
    )
