"""Change an item of a budget: the unit asks, the budget office cuts or raises, parliament amends."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.ui.written import day as written_day
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.formulation import OverCeiling, Round, State, over_ceiling
from madang.systems.treasury.models import Budget, BudgetChange, BudgetItem
from madang.systems.treasury.usecases.formulate import law_on, locked
from madang.systems.treasury.usecases.open_line import DIMENSIONS, require_known


class ChangeUnfit(Refusal):
    """A change lacks its amount, its reason, or what it stands on."""

    code = "treasury.change_unfit"
    says = _("The change was not recorded: {says}")
    status = 422


class RequestsClosed(Refusal):
    """The day for requests is past."""

    code = "treasury.requests_closed"
    says = _("Requests for the budget {budget} were taken until {until}. Ask the budget office for a later day.")


class CeilingExceeded(Refusal):
    """The requests would exceed the ceiling."""

    code = "treasury.ceiling_exceeded"
    says = _("The ceiling of {scope} is {allowed}, and your requests would come to {wanted}, {excess} too much.")


class BelowNothing(Refusal):
    """An item can not fall below nothing."""

    code = "treasury.below_nothing"
    says = _("The item stands at {amount}; a cut of {cut} would take {excess} more than there is.")


class ConsentMissing(Refusal):
    """Parliament raises an item or makes a new one without the government's consent."""

    code = "treasury.consent_missing"
    says = _("Parliament may not raise an item or make a new one without the government's consent. Name the consent.")


def request_item(
    *, budget: Budget, codes: Mapping[str, str], minor: int, justification: str, actor: Actor, now: datetime
) -> BudgetItem:
    """Ask for `minor` (negative: give back) on an item of the actor's office, with the justification.

    Raises Forbidden, RequestsClosed, UnknownCodes, ChangeUnfit, CeilingExceeded, BelowNothing.
    """
    require(actor, "treasury.ask", codes.get("office", ""))
    _require_change(minor=minor, reason=justification)
    require_known(codes=codes, year=budget.year)
    with transaction.atomic():
        held = taking_requests(budget=budget, now=now)
        item = _item(held, codes)
        _require_ceiling(held, item, minor)
        _append(item, Round.REQUEST, minor, justification, actor=actor, now=now)
    return item


def taking_requests(*, budget: Budget, now: datetime) -> Budget:
    """The budget, locked, on a day on which it takes requests. Raises NotInThisState, RequestsClosed."""
    held = locked(budget=budget, state=State.REQUESTS)
    if timezone.localdate(now) > held.requests_until:
        raise RequestsClosed(budget=held, until=written_day(held.requests_until))
    return held


def review_item(*, item: BudgetItem, minor: int, reason: str, actor: Actor, now: datetime) -> BudgetItem:
    """Cut (negative) or raise an item in the budget office's review, with the reason. Raises ChangeUnfit, BelowNothing."""
    require(actor, "treasury.formulate")
    _require_change(minor=minor, reason=reason)
    with transaction.atomic():
        locked(budget=item.budget, state=State.REVIEW)
        _append(item, Round.REVIEW, minor, reason, actor=actor, now=now)
    return item


def amend_item(
    *,
    budget: Budget,
    codes: Mapping[str, str],
    minor: int,
    reason: str,
    motion: str,
    consent: str = "",
    actor: Actor,
    now: datetime,
) -> BudgetItem:
    """Record parliament's change of an item with its motion; a raise or a new item names the government's consent where the law
    wants it (in Korea Constitution art. 57). Raises ConsentMissing, ChangeUnfit, BelowNothing.
    """
    require(actor, "treasury.vote")
    _require_change(minor=minor, reason=reason, motion=motion)
    require_known(codes=codes, year=budget.year)
    if minor > 0 and not consent.strip() and law_on(day=timezone.localdate(now)).increase_needs_consent:
        fault = Fault("consent", str(ConsentMissing.says), ConsentMissing.code)
        raise ConsentMissing(faults=(fault,))
    with transaction.atomic():
        held = locked(budget=budget, state=State.PROPOSED)
        item = _item(held, codes)
        _append(item, Round.AMENDMENT, minor, reason, motion=motion, consent=consent, actor=actor, now=now)
    return item


def codes_of(*, item: BudgetItem) -> dict[str, str]:
    """The item's codes by dimension."""
    return {name: str(getattr(item, name)) for name in DIMENSIONS}


def _item(budget: Budget, codes: Mapping[str, str]) -> BudgetItem:
    named = {name: codes.get(name, "") for name in DIMENSIONS if name != "function"}
    found, _made = BudgetItem.objects.get_or_create(
        budget=budget, **named, defaults={"function": codes.get("function", "")}
    )
    return found


def _append(
    item: BudgetItem,
    round_: Round,
    minor: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    motion: str = "",
    consent: str = "",
) -> None:
    item.refresh_from_db()
    stands = {Round.REQUEST: item.requested, Round.REVIEW: item.proposed, Round.AMENDMENT: item.voted}[round_]
    if item.budget.serial == 0 and stands + minor < 0:
        currency = pack().currency
        raise BelowNothing(
            amount=written(Money(stands, currency)),
            cut=written(Money(-minor, currency)),
            excess=written(Money(-minor - stands, currency)),
        )
    BudgetChange.objects.create(
        item=item,
        round=round_.value,
        minor=minor,
        reason=reason.strip(),
        authority=motion.strip()[:200],
        consent=consent.strip()[:200],
        at=now,
        by=officer(actor),
    )
    item.refresh_from_db()
    detail = {"minor": minor, "motion": motion.strip()[:200]}
    audit.record(actor=actor, action=f"treasury.{round_}_item", target=f"item:{item.pk}", detail=detail, now=now)


def _require_change(*, minor: int, reason: str, motion: str | None = None) -> None:
    faults = []
    if minor == 0 or abs(minor) > LARGEST:
        says = str(_("Write an amount other than nothing, at most {largest}.")).format(largest=LARGEST)
        faults.append(Fault("amount", says, "treasury.amount_unfit"))
    if not reason.strip():
        faults.append(
            Fault("reason", str(_("Write the reason; whoever decides will read it.")), "treasury.reason_missing")
        )
    if motion is not None and not motion.strip():
        faults.append(Fault("motion", str(_("Name the motion or article.")), "treasury.motion_missing"))
    if faults:
        raise ChangeUnfit(faults=tuple(faults), says=" ".join(fault.says for fault in faults))


def _require_ceiling(budget: Budget, item: BudgetItem, minor: int) -> None:
    rows = budget.ceilings.filter(office=item.office, year=budget.year).values_list("programme", "minor")
    asked = budget.items.filter(office=item.office).values("activity").annotate(total=Sum("requested"))
    requested = [(str(row["activity"]).partition("-")[0], int(row["total"] or 0)) for row in asked]
    broken = over_ceiling(ceilings=dict(rows), requested=requested, programme=item.programme, minor=minor)
    if broken:
        raise _ceiling_refusal(item, broken)


def _ceiling_refusal(item: BudgetItem, broken: OverCeiling) -> CeilingExceeded:
    currency = pack().currency
    scope = _("programme {code}").format(code=broken.programme) if broken.programme else _("your office")
    return CeilingExceeded(
        scope=scope,
        allowed=written(Money(broken.allowed, currency)),
        wanted=written(Money(broken.wanted, currency)),
        excess=written(Money(broken.excess, currency)),
    )
