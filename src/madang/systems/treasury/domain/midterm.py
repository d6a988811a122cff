"""The fiscal management plan: what each programme may cost in this year and the years after it.

Korea: National Finance Act art. 7. The plan is made every year for five fiscal years or more from that year on (1), tells how
the state's expenditure grows and why (2) no. 4, and goes to parliament with what changed against the plan of the year before
(3) no. 1. Ceilings of the offices are drawn from it (art. 29 (2)).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from madang.systems.treasury.domain.classification import Mapped, carried_forward
from madang.systems.treasury.domain.formulation import PLAN_YEARS

# Whose, for what, of which kind: office, programme, economic class.
Row = tuple[str, str, str]
Figures = Mapping[Row, Mapping[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row of two plans, under its code of the later one, in the years that either has."""

    office: str
    programme: str
    economic: str
    before: Mapping[int, int]
    after: Mapping[int, int]

    def change(self, year: int) -> int:
        """What the second has more in the year than the first."""
        return self.after.get(year, 0) - self.before.get(year, 0)


def years_of(*, first: int) -> range:
    """The fiscal years of the plan that is made in `first`."""
    return range(first, first + PLAN_YEARS)


def rolled_on(*, figures: Figures, first: int) -> dict[Row, dict[int, int]]:
    """What an earlier plan says of the years of the plan of `first`; years that it does not reach go on as its last."""
    made = {}
    for row, years in figures.items():
        last = max(years, default=None)
        if last is not None:
            made[row] = {year: years.get(year, years[last] if year > last else 0) for year in years_of(first=first)}
    return made


def totals(*, figures: Figures) -> dict[int, int]:
    """All programmes together, by year."""
    found: dict[int, int] = {}
    for years in figures.values():
        for year, minor in years.items():
            found[year] = found.get(year, 0) + minor
    return dict(sorted(found.items()))


def growth(*, by_year: Mapping[int, int]) -> dict[int, int]:
    """By how many thousandths each year is above the one before it, half rounded up; without the first, and without what
    follows a year of nothing."""
    return {
        year: (2000 * (minor - by_year[year - 1]) + by_year[year - 1]) // (2 * by_year[year - 1])
        for year, minor in sorted(by_year.items())
        if by_year.get(year - 1, 0) > 0
    }


def average_growth(*, by_year: Mapping[int, int]) -> float | None:
    """The yearly growth, in percent, that leads from the first year to the last; None where either is nothing."""
    if len(by_year) < 2:
        return None
    first, last = min(by_year), max(by_year)
    if by_year[first] <= 0 or by_year[last] <= 0:
        return None
    grown: float = (by_year[last] / by_year[first]) ** (1 / (last - first))
    return 100 * (grown - 1)


def ceilings(*, figures: Figures, since: int) -> dict[tuple[str, str, int], int]:
    """The most that each office may ask for by year from `since` on: for each of its programmes, and for all ("")."""
    found: dict[tuple[str, str, int], int] = {}
    for (office, programme, _economic), years in figures.items():
        for year, minor in years.items():
            for scope in (programme, "") if year >= since else ():
                key = office, scope, year
                found[key] = found.get(key, 0) + minor
    return found


def differences(*, before: Figures, after: Figures, mappings: Iterable[Mapped], until: int) -> list[Difference]:
    """Every row that either plan has; the first's programmes are read as what they became until then."""
    moved = _forward(before, list(mappings), until)
    return [
        Difference(
            office=row[0], programme=row[1], economic=row[2], before=moved.get(row, {}), after=dict(after.get(row, {}))
        )
        for row in sorted(moved.keys() | after.keys())
    ]


def _forward(figures: Figures, mappings: list[Mapped], until: int) -> dict[Row, dict[int, int]]:
    moved: dict[Row, dict[int, int]] = {}
    for (office, programme, economic), years in figures.items():
        for year, minor in years.items():
            for code, part in carried_forward(amounts={programme: minor}, mappings=mappings, until=until).items():
                row = moved.setdefault((office, code, economic), {})
                row[year] = row.get(year, 0) + part
    return moved
