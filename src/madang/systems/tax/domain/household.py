"""Whom of a household the law counts, as far as the registers tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIFTY = 50
PARENTS = frozenset({"father", "mother", "parent", "parent_in_law", "grandparent", "spouse_parent"})
# Whoever was married until death counts for its year as on the day before (in Korea Income Tax Act art. 53 (4)).
SPOUSES = frozenset({"spouse", "late_spouse"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Somebody of the family or household; `earns` where anybody reported earnings of the year."""

    relation: str
    born_on: date
    died_on: date | None = None
    earns: bool = False
    lives_here: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """Ages in completed years at the end of the year (in Korea Income Tax Act arts. 50, 51, 59-2)."""

    child_from: int
    child_until: int
    ascendant_from: int
    aged_from: int


def count_household(
    *, born_on: date, heads: bool, married_on: date | None, relatives: Iterable[Relative], year: int, ages: Ages
) -> dict[str, int]:
    """Counts by the names of IncomeFacts; what is nothing is not named. A country ignores what its law does not know.

    Children are counted for the head of the household, so that two parents do not both begin with them; a spouse and parents
    where nobody reported earnings of theirs. Whoever died in the year still counts for it.
    """
    alive = [one for one in relatives if one.born_on.year <= year and (one.died_on is None or one.died_on.year >= year)]
    children = sorted((one for one in alive if one.relation == "child"), key=lambda one: one.born_on) if heads else []
    of_age = [one for one in children if ages.child_from <= year - one.born_on.year <= ages.child_until]
    young = [one for one in children if year - one.born_on.year < ages.child_from]
    newborn = [place for place, one in enumerate(children, start=1) if one.born_on.year == year]
    spouse = any(one.relation in SPOUSES and not one.earns for one in alive)
    elders = [
        one
        for one in alive
        if one.relation in PARENTS
        and one.lives_here
        and not one.earns
        and year - one.born_on.year >= ages.ascendant_from
    ]
    aged = [year - born_on.year, *(year - one.born_on.year for one in elders)]
    counts = {
        "spouse": int(spouse),
        "children": len(of_age),
        "young_children": len(young),
        "newborns": len(newborn),
        "newborn_first": newborn[0] if newborn else 0,
        "ascendants": len(elders),
        "aged": sum(age >= ages.aged_from for age in aged),
        "fifty": int(year - born_on.year >= FIFTY),
        "married": int(married_on is not None and married_on.year == year),
    }
    return {name: count for name, count in counts.items() if count}
