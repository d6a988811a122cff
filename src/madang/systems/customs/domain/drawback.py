"""Duty of imported materials, given back when what was made of them is exported.

Korea: Act on Special Cases concerning the Refund of Customs Duties Levied on Raw Materials for Export (환급특례법) arts. 2, 9,
10, 13, 14 and its Decree arts. 9, 16; value-added tax is not among what it gives back (art. 2 no. 1). Amounts in minor units.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from madang.framework.values.months import add_months
from madang.systems.customs.domain.declaration import Item
from madang.systems.customs.domain.words import Levy

KEPT = frozenset({Levy.VAT})


class DrawbackMethod(StrEnum):
    """How it is reckoned."""

    INDIVIDUAL = "individual"  # what was paid for the materials that went in (art. 10)
    FIXED = "fixed"  # an amount for the exported value, by line of the tariff (art. 13)


class DrawbackState(StrEnum):
    """Where a claim stands."""

    FILED = "filed"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How much of something, in which unit (UN/ECE Recommendation 20)."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One item of a released import, or (item 0) what a certificate says of materials bought at home: how much, what was levied
    on it, from when its term runs, and how much of it was used before."""

    declaration: str
    item: int
    commodity: str
    measure: Measured
    levies: Mapping[str, int]
    imported_on: date
    used: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """How much of it no claim has used."""
        return self.measure.value - self.used


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One line of the bill of materials: `per_unit` of this material goes, with its normal loss, into one unit of the exported
    item `made`; `quantity` of this import line was used for all that was exported of it."""

    line: ImportLine
    per_unit: Decimal
    quantity: Decimal
    made: int = 1


class Misuse(StrEnum):
    """Why a use does not hold."""

    NOTHING = "nothing"
    TOO_OLD = "too_old"
    USED_UP = "used_up"
    MORE_THAN_NEEDED = "more_than_needed"


def measure_of(*, item: Item, unit: str) -> Measured | None:
    """How an item is counted: in the unit of its tariff line, else by its net mass; nothing where it states neither."""
    for quantity in item.quantities:
        if quantity.unit == unit:
            return Measured(value=quantity.value, unit=unit)
    return None if item.net_mass is None else Measured(value=item.net_mass, unit="KGM")


def imported_since(*, exported_on: date, years: int) -> date:
    """The first day on which the materials may have been imported: so many years before the end of the month of export (art. 9
    (1), Decree art. 9 (1), (2))."""
    end = exported_on.replace(day=monthrange(exported_on.year, exported_on.month)[1])
    return add_months(day=end, months=-12 * years)


def claim_until(*, exported_on: date, years: Iterable[tuple[date, int]]) -> date:
    """The last day of claiming (art. 14 (1)). `years` are those of the law with the day since when, in order: a longer term
    holds for what was not over on that day (Act No. 19197, addenda art. 2)."""
    (_since, first), *later = years
    last = add_months(day=exported_on, months=12 * first)
    for since, longer in later:
        if last >= since:
            last = add_months(day=exported_on, months=12 * longer)
    return last


def misuses(*, uses: Iterable[Use], exported: Mapping[int, Decimal], since: date) -> list[tuple[int, Misuse]]:
    """What does not hold, by place. All uses of one material together are no more than the exported quantity of their item
    needs."""
    found: list[tuple[int, Misuse]] = []
    taken: dict[tuple[str, int], Decimal] = {}
    consumed: dict[tuple[int, str], Decimal] = {}
    for place, use in enumerate(uses):
        line, need = use.line, (use.made, use.line.commodity)
        key = (line.declaration, line.item)
        taken[key] = taken.get(key, Decimal(0)) + use.quantity
        consumed[need] = consumed.get(need, Decimal(0)) + use.quantity
        if use.quantity <= 0 or use.per_unit <= 0:
            found.append((place, Misuse.NOTHING))
        elif line.imported_on < since:
            found.append((place, Misuse.TOO_OLD))
        elif taken[key] > line.left:
            found.append((place, Misuse.USED_UP))
        elif consumed[need] > use.per_unit * exported.get(use.made, Decimal(0)):
            found.append((place, Misuse.MORE_THAN_NEEDED))
    return found


def given_back(*, line: ImportLine, quantity: Decimal, unit: int) -> dict[str, int]:
    """What was paid for that much of a line, by levy (art. 10): below `unit` nothing is counted, so that all uses together
    never bring back more than was paid."""
    found = {}
    for levy, minor in line.levies.items():
        share = (minor * quantity / line.measure.value / unit).to_integral_value(rounding=ROUND_DOWN)
        if Levy(levy) not in KEPT and share:
            found[levy] = int(share) * unit
    return found


def added(*, parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """All together, by levy."""
    total: dict[str, int] = {}
    for part in parts:
        for levy, minor in part.items():
            total[levy] = total.get(levy, 0) + minor
    return total


def as_charged(*, levies: Mapping[str, int], assessed: Mapping[str, int], charged: Mapping[str, int]) -> dict[str, int]:
    """The levies of one line as they were charged: where less than was `assessed` of all lines was (it was too little to
    collect, or waits under a procedure), each line has its part of that."""
    return {
        levy: minor * min(charged.get(levy, 0), assessed[levy]) // assessed[levy]
        for levy, minor in levies.items()
        if assessed.get(levy)
    }


def fixed_amount(*, value: int, rate: int, per: int, unit: int) -> int:
    """`rate` for each `per` of the exported value, in proportion (Decree art. 16)."""
    return value * rate // per // unit * unit
