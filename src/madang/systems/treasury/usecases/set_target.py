"""Say what a programme is to reach, and report what it reached."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.performance import Direction, Reached, open_for_targets
from madang.systems.treasury.models import Budget, BudgetLine, ProgrammeTarget, TargetResult
from madang.systems.treasury.usecases.classify import codes_of


class TargetsClosed(Refusal):
    """The year's budget is before parliament, or not opened."""

    code = "treasury.targets_closed"
    says = _(
        "Targets of {year} are set from when its budget takes requests until it goes to parliament, so that nobody fits them "
        "to the results."
    )


class TargetUnfit(Refusal):
    """The programme is unknown, or the indicator stands already."""

    code = "treasury.target_unfit"
    says = _("The target was not set. Correct what is listed.")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A target with how it stands and the programme's money of the year."""

    target: ProgrammeTarget
    reached: Reached
    note: str
    budget: int
    paid: int


def set_target(
    *,
    year: int,
    office: str,
    programme: str,
    indicator: str,
    unit: str,
    measured: str,
    direction: Direction,
    target: Decimal,
    actor: Actor,
    now: datetime,
) -> ProgrammeTarget:
    """An office says what it wants to reach. Raises Forbidden, TargetsClosed, TargetUnfit with every fault."""
    require(actor, "treasury.ask", office)
    if not open_for_targets(states=set(Budget.objects.filter(year=year, serial=0).values_list("state", flat=True))):
        raise TargetsClosed(year=year)
    _require_fit(year, office, programme, indicator, measured)
    try:
        with transaction.atomic():
            made = ProgrammeTarget.objects.create(
                year=year,
                office=office,
                programme=programme,
                indicator=indicator.strip()[:140],
                unit=unit.strip()[:40],
                measured=measured.strip()[:300],
                direction=direction.value,
                target=target,
                set_at=now,
                set_by=officer(actor),
            )
            _note("set_target", made, actor, now, {"target": str(target)})
    except IntegrityError:
        raise TargetsClosed(year=year) from None
    return made


def _require_fit(year: int, office: str, programme: str, indicator: str, measured: str) -> None:
    faults = []
    known = codes_of(dimension=Dimension.PROGRAMME, year=year).filter(code=programme).exists()
    if not known or "-" in programme:
        says = str(_("The code '{code}' is unknown here.")).format(code=programme[:40])
        faults.append(Fault("programme", says, TargetUnfit.code))
    for name, given in (("indicator", indicator), ("measured", measured)):
        if not given.strip():
            faults.append(Fault(name, str(_("Say what is measured, and how.")), TargetUnfit.code))
    same = ProgrammeTarget.objects.filter(year=year, office=office, programme=programme, indicator=indicator.strip())
    if same.exists():
        faults.append(Fault("indicator", str(_("This indicator has a target already.")), TargetUnfit.code))
    if faults:
        raise TargetUnfit(faults=tuple(faults))


def report_result(*, target: ProgrammeTarget, value: Decimal, note: str, actor: Actor, now: datetime) -> TargetResult:
    """The office reports what an indicator came to, or corrects what it reported. Raises Forbidden."""
    require(actor, "treasury.ask", target.office)
    with transaction.atomic():
        made = TargetResult.objects.create(
            target=target, value=value, note=note.strip()[:300], at=now, by=officer(actor)
        )
        _note("report_result", target, actor, now, {"value": str(value)})
    return made


def targets_of(*, year: int) -> list[Beside]:
    """The targets of a year with their last results, beside what their programmes may spend and have paid."""
    money: dict[tuple[str, str], list[int]] = {}
    rows = (
        BudgetLine.objects.filter(year=year)
        .values_list("office", "activity")
        .annotate(a=Sum("appropriated"), t=Sum("transferred"), c=Sum("carried"), p=Sum("paid"))
    )
    for office, activity, *amounts in rows:
        sums = money.setdefault((office, activity.partition("-")[0]), [0, 0])
        sums[0] += sum(amounts[:3])
        sums[1] += amounts[3]
    found = ProgrammeTarget.objects.filter(year=year).prefetch_related("results")
    return [
        _beside(one, money.get((one.office, one.programme), [0, 0]))
        for one in found.order_by("office", "programme", "pk")
    ]


def _beside(one: ProgrammeTarget, sums: list[int]) -> Beside:
    last = max(one.results.all(), key=lambda result: result.pk, default=None)
    reached = Reached(target=one.target, result=last.value if last else None, direction=Direction(one.direction))
    return Beside(target=one, reached=reached, note=last.note if last else "", budget=sums[0], paid=sums[1])


def _note(action: str, one: ProgrammeTarget, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    audit.record(actor=actor, action=f"treasury.{action}", target=f"target:{one.pk}", detail=detail, now=now)
