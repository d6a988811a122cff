"""Two plans of the years to come for the demonstration, this year's and last year's: generated, alike at every load."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from madang.systems.treasury.domain.midterm import Row, years_of
from madang.systems.treasury.domain.performance import Direction
from madang.systems.treasury.models import FiscalPlan, PlanFigure, ProgrammeTarget, TargetResult
from madang.systems.treasury.usecases.formulate import contingency_codes
from madang.systems.treasury.usecases.load_demo_claims import BY, at, number_of

AIMS = (
    "지출 증가를 성장률에 맞추고 안전과 연구에 먼저 배분한다 (생성)"
    " / Spending grows with the economy; safety and research come first (generated)"
)
RESOLUTION = "국무회의 의결 {year}-37 (생성) / Cabinet resolution {year}-37 (generated)"
# Indicator, unit, how it is measured, direction, the target's middle.
INDICATORS = (
    ("이용자 만족도 (생성) / Satisfaction of users (generated)", "점 / points", "설문 / survey", Direction.UP, 78),
    (
        "처리 기간 (생성) / Days until it is done (generated)",
        "일 / days",
        "처리 기록 / case records",
        Direction.DOWN,
        20,
    ),
)


class Line(Protocol):
    """What the plan needs of a generated line."""

    @property
    def office(self) -> str:
        """Whose."""

    @property
    def activity(self) -> str:
        """For what."""

    @property
    def economic(self) -> str:
        """Of which class."""

    @property
    def minor(self) -> int:
        """How much."""


def planned_years(*, today: date) -> range:
    """The years that the two plans speak of."""
    return range(today.year - 1, years_of(first=today.year)[-1] + 1)


def load_plans(*, drawn: Mapping[int, Sequence[Line]], today: date) -> None:
    """Last year's plan as it was made then, and this year's, which moved its programmes a little; both adopted."""
    for first in (today.year - 1, today.year):
        day = at(date(first, 1, 31))
        made = FiscalPlan.objects.create(first_year=first, edition=1, aims=AIMS, drafted_at=day, drafted_by=BY)
        figures: dict[tuple[Row, int], int] = {}
        for year in years_of(first=first):
            for one in drawn.get(year, ()):
                row = one.office, one.activity.partition("-")[0], one.economic
                figures[row, year] = figures.get((row, year), 0) + _planned(one, first, year)
        PlanFigure.objects.bulk_create(
            PlanFigure(plan=made, office=row[0], programme=row[1], economic=row[2], year=year, minor=minor)
            for (row, year), minor in figures.items()
        )
        made.adopted_at, made.adopted_by, made.resolution = day, BY, RESOLUTION.format(year=first)
        made.save()


def _planned(one: Line, first: int, year: int) -> int:
    """The year of the plan itself stands; later ones were seen a few percent higher or lower."""
    return one.minor * (100 + (number_of(f"plan{first}{one.activity}", 7) - 3) * (year - first)) // 100


def load_targets(*, year: int, drawn: Sequence[Line], at: datetime) -> None:
    """Two targets for each programme of an office, set with the budget."""
    kept = contingency_codes()
    pairs = sorted({(one.office, one.activity.partition("-")[0]) for one in drawn if one.activity not in kept})
    ProgrammeTarget.objects.bulk_create(
        ProgrammeTarget(
            year=year,
            office=office,
            programme=programme,
            indicator=indicator,
            unit=unit,
            measured=measured,
            direction=direction.value,
            target=Decimal(middle + number_of(f"target{year}{programme}{place}", 9) - 4),
            set_at=at,
            set_by=BY,
        )
        for office, programme in pairs
        for place, (indicator, unit, measured, direction, middle) in enumerate(INDICATORS)
    )


def load_results(*, before: int, now: datetime) -> None:
    """What the targets of past years came to: some met, some missed."""
    past = ProgrammeTarget.objects.filter(year__lt=before).order_by("pk")
    TargetResult.objects.bulk_create(
        TargetResult(
            target=one,
            value=one.target + number_of(f"result{one.year}{one.programme}{one.indicator}", 9) - 4,
            note="연말 집계 (생성) / Counted at the end of the year (generated)",
            at=now,
            by=BY,
        )
        for one in past
    )
