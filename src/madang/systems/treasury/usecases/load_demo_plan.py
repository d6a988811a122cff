"""Two plans of the years to come for the demonstration, this year's and last year's: generated, alike at every load."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from madang.systems.treasury.domain.midterm import Row, years_of
from madang.systems.treasury.models import FiscalPlan, PlanFigure
from madang.systems.treasury.usecases.load_demo_claims import BY, at, number_of

AIMS = (
    "지출 증가를 성장률에 맞추고 안전과 연구에 먼저 배분한다 (생성)"
    " / Spending grows with the economy; safety and research come first (generated)"
)
RESOLUTION = "국무회의 의결 {year}-37 (생성) / Cabinet resolution {year}-37 (generated)"


class Line(Protocol):
    """What the plan needs of a generated line."""

    office: str
    activity: str
    economic: str
    minor: int


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
