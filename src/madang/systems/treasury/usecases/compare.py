"""Compare two versions of budgets line by line, also across a re-organisation of the programmes."""

from collections.abc import Iterable
from dataclasses import dataclass

from madang.systems.treasury.domain.classification import Dimension, carried_forward
from madang.systems.treasury.domain.formulation import Version
from madang.systems.treasury.models import Budget
from madang.systems.treasury.usecases.classify import mappings_of

Chosen = tuple[Budget, Version]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A line of two versions; under its code of the later year."""

    office: str
    activity: str
    economic: str
    fund: str
    region: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """What the second has more than the first."""
        return self.after - self.before


def compare(*, first: Chosen, second: Chosen) -> list[Compared]:
    """Every line that either version has. Where the second is of a later year, the first's activities are read as what they
    became by then; a split leaves the total as it was.
    """
    before = _forward(_amounts(first), since=first[0].year, until=second[0].year)
    after = _amounts(second)
    return [
        Compared(
            office=office,
            activity=activity,
            economic=economic,
            fund=fund,
            region=region,
            before=before.get(key, 0),
            after=after.get(key, 0),
        )
        for key in sorted(before.keys() | after.keys())
        for office, activity, economic, fund, region in (key,)
    ]


Key = tuple[str, str, str, str, str]


def _amounts(chosen: Chosen) -> dict[Key, int]:
    budget, version = chosen
    rows: Iterable[tuple[str, str, str, str, str, int]] = budget.items.values_list(
        "office", "activity", "economic", "fund", "region", version.value
    )
    return {
        (office, activity, economic, fund, region): minor for office, activity, economic, fund, region, minor in rows
    }


def _forward(amounts: dict[Key, int], *, since: int, until: int) -> dict[Key, int]:
    mappings = [one for one in mappings_of(dimension=Dimension.PROGRAMME) if since < one.year <= until]
    if not mappings:
        return amounts
    moved: dict[Key, int] = {}
    for (office, activity, economic, fund, region), minor in amounts.items():
        for code, part in carried_forward(amounts={activity: minor}, mappings=mappings, until=until).items():
            key = (office, code, economic, fund, region)
            moved[key] = moved.get(key, 0) + part
    return moved
