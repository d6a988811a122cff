"""Lead a budget from its ceilings to the government's proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Office
from madang.framework.identity.officers import officer
from madang.framework.law import pack, parameter, parameters
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.formulation import (
    NEXT,
    PLAN_YEARS,
    BudgetCalendar,
    BudgetLaw,
    State,
    calendar_of,
    over_contingency,
)
from madang.systems.treasury.models import Budget, Ceiling


class BudgetOpen(Refusal):
    """The year already has a budget that is not decided, or lacks the first one."""

    code = "treasury.budget_open"
    says = "{says}"


class NotInThisState(Refusal):
    """The budget stands elsewhere."""

    code = "treasury.budget_state"
    says = _("The budget {budget} stands at “{state}”; this is done at “{wanted}”. Nothing was recorded.")


class CeilingUnfit(Refusal):
    """A ceiling names a year outside the plan, an unknown office, or an amount that can be none."""

    code = "treasury.ceiling_unfit"
    says = _("The ceilings were not set: {says}")
    status = 422


class ContingencyTooLarge(Refusal):
    """The general contingency exceeds its part of the general account."""

    code = "treasury.contingency_too_large"
    says = _(
        "The contingency is {excess} more than {percent} percent of the general account. Cut it before you propose."
    )


STATES = {
    State.REQUESTS: _("requests by the offices"),
    State.REVIEW: _("review by the budget office"),
    State.PROPOSED: _("before parliament"),
    State.ENACTED: _("enacted"),
    State.REJECTED: _("rejected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingGiven:
    """A ceiling as the budget office sets it."""

    office: str
    year: int
    minor: int
    programme: str = ""


def law_on(*, day: date) -> BudgetLaw:
    """The days and limits in force."""
    return parameters(BudgetLaw, key="treasury.budget", on=day)


def budget_calendar(*, year: int) -> BudgetCalendar:
    """The last days on the way to the budget of a year, by the law of the year before."""
    return calendar_of(year=year, law=law_on(day=date(year - 1, 1, 1)))


def open_budget(*, year: int, cause: str = "", actor: Actor, now: datetime, until: date | None = None) -> Budget:
    """Open the requests for a year's budget; where it is enacted, for a supplementary one (in Korea Constitution art. 56),
    which names its cause. Raises BudgetOpen, Forbidden.
    """
    require(actor, "treasury.formulate")
    last = Budget.objects.filter(year=year).order_by("-serial").first()
    serial = last.serial + 1 if last else 0
    today = timezone.localdate(now)
    _require_openable(last, year=year, cause=cause, today=today)
    requests_until = until or (today if serial else max(budget_calendar(year=year).requests_by, today))
    try:
        with transaction.atomic():
            made = Budget.objects.create(
                year=year,
                serial=serial,
                state=State.REQUESTS.value,
                requests_until=requests_until,
                cause=cause,
                opened_at=now,
            )
            audit.record(actor=actor, action="treasury.open_budget", target=f"budget:{made}", detail={}, now=now)
    except IntegrityError:
        raise BudgetOpen(says=_("Somebody else has just opened this budget.")) from None
    return made


def extend_requests(*, budget: Budget, until: date, reason: str, actor: Actor, now: datetime) -> Budget:
    """Take requests till a later day (in Korea National Finance Act art. 31 (3) lets the office set a term for
    corrections).
    """
    require(actor, "treasury.formulate")
    with transaction.atomic():
        held = locked(budget=budget, state=State.REQUESTS)
        held.requests_until = until
        held.save(update_fields=["requests_until"])
        detail = {"until": str(until), "reason": reason}
        audit.record(actor=actor, action="treasury.extend_requests", target=f"budget:{held}", detail=detail, now=now)
    return held


def set_ceilings(*, budget: Budget, ceilings: Iterable[CeilingGiven], actor: Actor, now: datetime) -> int:
    """Set what offices may ask for in the years of the plan; how many. Raises CeilingUnfit with every fault,
    NotInThisState.
    """
    require(actor, "treasury.formulate")
    given = list(ceilings)
    faults = _ceiling_faults(budget, given)
    if faults:
        raise CeilingUnfit(faults=faults, says=" ".join(fault.says for fault in faults))
    with transaction.atomic():
        held = locked(budget=budget, state=State.REQUESTS)
        for one in given:
            Ceiling.objects.update_or_create(
                budget=held,
                office=one.office,
                programme=one.programme,
                year=one.year,
                defaults={"minor": one.minor, "set_at": now, "set_by": officer(actor)},
            )
        detail = {"ceilings": [[one.office, one.programme, one.year, one.minor] for one in given[:100]]}
        audit.record(actor=actor, action="treasury.set_ceilings", target=f"budget:{held}", detail=detail, now=now)
    return len(given)


def start_review(*, budget: Budget, actor: Actor, now: datetime) -> Budget:
    """End the requests and begin the budget office's review. Raises NotInThisState."""
    require(actor, "treasury.formulate")
    with transaction.atomic():
        return step(budget=budget, to=State.REVIEW, actor=actor, now=now)


def propose(*, budget: Budget, provisions: str, transfers_between: bool, actor: Actor, now: datetime) -> Budget:
    """Submit what was reviewed to parliament as the government's proposal, with its general provisions and whether it asks for
    leave to transfer between programmes. Raises ContingencyTooLarge, NotInThisState.
    """
    require(actor, "treasury.formulate")
    with transaction.atomic():
        held = locked(budget=budget, state=State.REVIEW)
        _require_contingency(held, now=now)
        held.proposed_at, held.provisions, held.transfers_between = now, provisions, transfers_between
        return step(budget=held, to=State.PROPOSED, actor=actor, now=now)


def step(*, budget: Budget, to: State, actor: Actor, now: datetime) -> Budget:
    """Bring the budget to its next state, in the caller's transaction. Raises NotInThisState."""
    wanted = next(before for before, after in NEXT.items() if to in after)
    held = locked(budget=budget, state=wanted)
    for name in ("proposed_at", "provisions", "transfers_between", "enacted_at", "act"):
        setattr(held, name, getattr(budget, name))
    held.state = to.value
    held.save()
    audit.record(actor=actor, action=f"treasury.budget_{to}", target=f"budget:{held}", detail={}, now=now)
    return held


def locked(*, budget: Budget, state: State) -> Budget:
    """The budget, locked and in that state. Raises NotInThisState."""
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    if held.state != state:
        raise NotInThisState(budget=held, state=STATES[State(held.state)], wanted=STATES[state])
    return held


def _require_openable(last: Budget | None, *, year: int, cause: str, today: date) -> None:
    if last is None:
        return
    if last.state not in {State.ENACTED, State.REJECTED}:
        raise BudgetOpen(says=_("The budget {budget} is still under way.").format(budget=last))
    if not parameter("treasury.budget.supplementary", on=today):
        raise BudgetOpen(says=_("The law knows no supplementary budget."))
    if not cause.strip():
        fault = Fault("cause", str(_("Write what makes the supplementary budget necessary.")), BudgetOpen.code)
        raise BudgetOpen(says=fault.says, faults=(fault,))


def _ceiling_faults(budget: Budget, given: list[CeilingGiven]) -> tuple[Fault, ...]:
    offices = set(Office.objects.filter(code__in={one.office for one in given}).values_list("code", flat=True))
    years = range(budget.year, budget.year + PLAN_YEARS)
    faults = []
    for place, one in enumerate(given, start=1):
        if one.office not in offices:
            says = str(_("There is no office '{code}'.")).format(code=one.office[:40])
            faults.append(Fault(f"{place}", says, "treasury.office_unknown"))
        if one.year not in years:
            says = str(_("The plan runs from {first} to {last}.")).format(first=years[0], last=years[-1])
            faults.append(Fault(f"{place}", says, "treasury.year_outside_plan"))
        if not 0 <= one.minor <= LARGEST:
            says = str(_("A ceiling is from nothing to {largest}.")).format(largest=LARGEST)
            faults.append(Fault(f"{place}", says, "treasury.amount_unfit"))
    return tuple(faults)


def _require_contingency(budget: Budget, *, now: datetime) -> None:
    """Art. 22 (1): within a hundredth of the general account's total; only the first budget of a year is measured."""
    if budget.serial:
        return
    codes = contingency_codes()
    items = budget.items.filter(fund="")
    total = items.aggregate(total=Sum("proposed"))["total"] or 0
    kept = items.filter(activity__in=codes).aggregate(total=Sum("proposed"))["total"] or 0
    percent = law_on(day=timezone.localdate(now)).contingency_percent
    excess = over_contingency(contingency=kept, total=total, percent=percent)
    if excess:
        raise ContingencyTooLarge(excess=written(Money(excess, pack().currency)), percent=percent)


def contingency_codes() -> set[str]:
    """The activities that hold the contingency."""
    return {str(code) for code in pack().data("treasury/classification").get("contingency", ())}
