"""Make the fiscal management plan: drafted from the one before, changed by row, adopted, made the ceilings of a budget."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Office
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.midterm import (
    Difference,
    Row,
    ceilings,
    differences,
    rolled_on,
    years_of,
)
from madang.systems.treasury.models import Budget, BudgetLine, FiscalPlan, PlanFigure
from madang.systems.treasury.usecases.classify import codes_of, mappings_of, spendable
from madang.systems.treasury.usecases.formulate import CeilingGiven, set_ceilings


class PlanUnderWay(Refusal):
    """The year has a draft already."""

    code = "treasury.plan_under_way"
    says = _("The plan of {year} has a draft already: finish it before you begin another edition.")


class PlanAdopted(Refusal):
    """An adopted plan stays as it is."""

    code = "treasury.plan_adopted"
    says = _("The plan {plan} is adopted and stays as it is. Begin another edition to change something.")


class PlanUnfit(Refusal):
    """Something of the plan cannot be."""

    code = "treasury.plan_unfit"
    says = _("Nothing was recorded: {says}")
    status = 422


class PlanMissing(Refusal):
    """No adopted plan reaches the year."""

    code = "treasury.plan_missing"
    says = _(
        "No adopted plan reaches {year}, so no ceilings follow from one. Adopt a plan, or set the ceilings yourself."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGiven:
    """What a programme is planned to cost in a year."""

    office: str
    programme: str
    economic: str
    year: int
    minor: int


def draft_plan(*, year: int, aims: str, actor: Actor, now: datetime) -> FiscalPlan:
    """Begin the plan of the fiscal years from `year` on, or another edition of it: with the figures of the last plan, or of
    the year's budget where there was none. Raises PlanUnderWay, PlanUnfit, Forbidden.
    """
    require(actor, "treasury.formulate")
    if not aims.strip():
        raise _unfit("aims", _("Write what the plan aims at and on what its later years rest."))
    held = FiscalPlan.objects.filter(first_year__lte=year).order_by("-first_year", "-edition").first()
    if held is not None and held.first_year == year and held.adopted_at is None:
        raise PlanUnderWay(year=year)
    figures = rolled_on(figures=figures_of(plan=held) if held else _of_budget(year), first=year)
    edition = held.edition + 1 if held is not None and held.first_year == year else 1
    try:
        with transaction.atomic():
            made = FiscalPlan.objects.create(
                first_year=year, edition=edition, aims=aims.strip(), drafted_at=now, drafted_by=officer(actor)
            )
            PlanFigure.objects.bulk_create(
                PlanFigure(plan=made, office=row[0], programme=row[1], economic=row[2], year=each, minor=minor)
                for row, years in figures.items()
                for each, minor in years.items()
            )
            _note("draft_plan", made, actor, now, {"from": str(held or ""), "rows": len(figures)})
    except IntegrityError:
        raise PlanUnderWay(year=year) from None
    return made


def set_figures(*, plan: FiscalPlan, figures: Iterable[FigureGiven], actor: Actor, now: datetime) -> int:
    """Say what programmes are planned to cost; how many figures. Raises PlanUnfit with every fault, PlanAdopted, Forbidden."""
    require(actor, "treasury.formulate")
    given = list(figures)
    faults = _faults(plan, given)
    if faults:
        raise PlanUnfit(faults=faults, says=" ".join(fault.says for fault in faults))
    with transaction.atomic():
        held = _draft(plan)
        for one in given:
            PlanFigure.objects.update_or_create(
                plan=held,
                office=one.office,
                programme=one.programme,
                economic=one.economic,
                year=one.year,
                defaults={"minor": one.minor},
            )
        told = [[one.office, one.programme, one.economic, one.year, one.minor] for one in given[:100]]
        _note("set_figures", held, actor, now, {"figures": told})
    return len(given)


def adopt_plan(*, plan: FiscalPlan, resolution: str, actor: Actor, now: datetime) -> FiscalPlan:
    """Record that the government resolved on it; now it stays and is shown. Raises PlanUnfit, PlanAdopted, Forbidden."""
    require(actor, "treasury.formulate")
    if not resolution.strip():
        raise _unfit("resolution", _("Name the resolution by which the government adopted the plan."))
    with transaction.atomic():
        held = _draft(plan)
        held.adopted_at, held.adopted_by, held.resolution = now, officer(actor), resolution.strip()[:200]
        held.save(update_fields=["adopted_at", "adopted_by", "resolution"])
        _note("adopt_plan", held, actor, now, {"resolution": held.resolution})
    return held


def take_ceilings(*, budget: Budget, actor: Actor, now: datetime) -> int:
    """Make what the last adopted plan says of the budget's year and those after it the ceilings of the offices; how many.

    Raises PlanMissing, NotInThisState, Forbidden.
    """
    require(actor, "treasury.formulate")
    plan = newest_plan(reaching=budget.year)
    if plan is None:
        raise PlanMissing(year=budget.year)
    found = ceilings(figures=figures_of(plan=plan), since=budget.year)
    given = [
        CeilingGiven(office=office, programme=programme, year=year, minor=minor)
        for (office, programme, year), minor in sorted(found.items())
    ]
    return set_ceilings(budget=budget, ceilings=given, actor=actor, now=now)


def newest_plan(*, reaching: int | None = None) -> FiscalPlan | None:
    """The last adopted plan; of those that reach a year, where one is named."""
    found = FiscalPlan.objects.exclude(adopted_at=None).order_by("-first_year", "-edition")
    reach = [one for one in found if reaching is None or reaching in years_of(first=one.first_year)]
    return reach[0] if reach else None


def figures_of(*, plan: FiscalPlan) -> dict[Row, dict[int, int]]:
    """The plan's figures by row and year."""
    found: dict[Row, dict[int, int]] = {}
    rows = plan.figures.order_by("office", "programme", "economic", "year")
    for office, programme, economic, year, minor in rows.values_list(
        "office", "programme", "economic", "year", "minor"
    ):
        found.setdefault((office, programme, economic), {})[year] = minor
    return found


def compare_plans(*, first: FiscalPlan, second: FiscalPlan) -> list[Difference]:
    """Two plans row by row (art. 7 (3) no. 1), also across a re-organisation of the programmes between their years."""
    between = [
        one for one in mappings_of(dimension=Dimension.PROGRAMME) if first.first_year < one.year <= second.first_year
    ]
    return differences(
        before=figures_of(plan=first), after=figures_of(plan=second), mappings=between, until=second.first_year
    )


def _of_budget(year: int) -> dict[Row, dict[int, int]]:
    found: dict[Row, dict[int, int]] = {}
    rows = BudgetLine.objects.filter(year=year).values_list("office", "activity", "economic", "appropriated")
    for office, activity, economic, minor in rows:
        years = found.setdefault((office, activity.partition("-")[0], economic), {year: 0})
        years[year] += minor
    return found


def _draft(plan: FiscalPlan) -> FiscalPlan:
    held = FiscalPlan.objects.select_for_update().get(pk=plan.pk)
    if held.adopted_at is not None:
        raise PlanAdopted(plan=held)
    return held


def _faults(plan: FiscalPlan, given: list[FigureGiven]) -> tuple[Fault, ...]:
    offices = set(Office.objects.filter(code__in={one.office for one in given}).values_list("code", flat=True))
    years = years_of(first=plan.first_year)
    programmes = _programmes(plan.first_year)
    classes = spendable(dimension=Dimension.ECONOMIC, year=plan.first_year)
    faults = []

    def tell(place: str, says: object, code: str) -> None:
        faults.append(Fault(place, str(says), code))

    for one in given:
        if one.office not in offices:
            tell("office", _("There is no office '{code}'.").format(code=one.office[:40]), "treasury.office_unknown")
        for place, code, known in (("programme", one.programme, programmes), ("economic", one.economic, classes)):
            if code not in known:
                tell(place, _("The code '{code}' is unknown here.").format(code=code[:40]), "treasury.code_unknown")
        if one.year not in years:
            says = _("The plan runs from {first} to {last}.").format(first=years[0], last=years[-1])
            tell(f"year{one.year}", says, "treasury.year_outside_plan")
        if not 0 <= one.minor <= LARGEST:
            says = _("A figure is from nothing to {largest}.").format(largest=LARGEST)
            tell(f"year{one.year}", says, "treasury.amount_unfit")
    return tuple(faults)


def _programmes(year: int) -> set[str]:
    codes = codes_of(dimension=Dimension.PROGRAMME, year=year).values_list("code", flat=True)
    return {code for code in codes if "-" not in code}


def _unfit(place: str, says: object) -> PlanUnfit:
    return PlanUnfit(faults=(Fault(place, str(says), PlanUnfit.code),), says=str(says))


def _note(action: str, plan: FiscalPlan, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    audit.record(actor=actor, action=f"treasury.{action}", target=f"plan:{plan}", detail=detail, now=now)
