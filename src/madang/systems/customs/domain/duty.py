"""A duty as an expression that the tariff writes as text and the law reckons with. Exact: Decimals, never floats.

8%                      ad valorem: of the customs value
1625/KGM                specific: units of the currency for each kilogram (UN/ECE Recommendation 20)
8% + 500/KGM            compound
max(20%, 1625/KGM)      mixed, the higher of both (a minimum); min(...) the lower (a maximum); both nest
season(11-01..04-30: 45%, 30%)   the first from 1 November to 30 April, both included, else the second
quota(MMA-2026: 5%, 40%)         the first within the quota of that order, else the second
free                    nothing
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

DEEPEST = 8  # nested expressions; no law needs more
LONGEST = 200
_TOKEN = re.compile(
    r"\s*(?:(?P<ratio>\d{1,6}(?:\.\d{1,6})?)\s*%|(?P<amount>\d{1,12}(?:\.\d{1,6})?)\s*/\s*(?P<unit>[A-Z0-9]{2,3})(?![A-Z0-9])"
    r"|(?P<season>season\(\s*(?P<from>\d\d-\d\d)\.\.(?P<until>\d\d-\d\d)\s*:)|quota\(\s*(?P<order>[A-Za-z0-9-]{1,20})\s*:"
    r"|(?P<word>max\(|min\(|free\b)|(?P<mark>[+,)]))"
)


class DutyUnreadable(ValueError):
    """The text is no duty; says where reading stopped."""


class QuantityMissing(LookupError):
    """A specific duty needs a quantity in a unit that the item does not state; `unit` says which."""

    def __init__(self, *, unit: str) -> None:
        self.unit = unit
        super().__init__(f"The duty is charged by {unit}, and no quantity in {unit} is stated.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a duty is reckoned on: the value and the quantities of one item, the day, the quotas that admit it."""

    value: int  # minor units
    on: date
    quantities: Mapping[str, Decimal]
    digits: int  # decimals of the currency
    quotas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AdValorem:
    """A percentage of the value."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class Specific:
    """An amount (of the currency's main unit) for each unit of quantity."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Compound:
    """The sum of duties."""

    parts: tuple["Duty", ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """The highest or the lowest of duties."""

    parts: tuple["Duty", ...]
    highest: bool


@dataclass(frozen=True, slots=True)
class Seasonal:
    """One duty in a season (month and day, both included, may run over the new year), another outside."""

    first: tuple[int, int]
    last: tuple[int, int]
    inside: "Duty"
    outside: "Duty"

    def runs(self, *, on: date) -> bool:
        """Whether that day lies in the season."""
        day = (on.month, on.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


@dataclass(frozen=True, slots=True)
class InQuota:
    """One duty for what the quota of an order admits, another beyond it."""

    order: str
    inside: "Duty"
    outside: "Duty"


Duty = AdValorem | Specific | Compound | Mixed | Seasonal | InQuota
FREE = AdValorem(Decimal(0))


def applied(*, duty: Duty, basis: Basis) -> AdValorem | Specific | Compound | Mixed:
    """What of a duty holds on that day, within the quotas that admit the goods."""
    match duty:
        case Seasonal(inside=inside, outside=outside):
            return applied(duty=inside if duty.runs(on=basis.on) else outside, basis=basis)
        case InQuota(order, inside, outside):
            return applied(duty=inside if order in basis.quotas else outside, basis=basis)
        case _:
            return duty


def reckon(*, duty: Duty, basis: Basis) -> Decimal:
    """The duty in minor units, not yet rounded; never negative. Raises QuantityMissing."""
    match applied(duty=duty, basis=basis):
        case AdValorem(percent):
            return Decimal(basis.value) * percent / 100
        case Specific(amount, unit):
            if unit not in basis.quantities:
                raise QuantityMissing(unit=unit)
            return (amount * basis.quantities[unit]).scaleb(basis.digits)
        case Compound(parts):
            return sum((reckon(duty=part, basis=basis) for part in parts), Decimal(0))
        case Mixed(parts, highest):
            amounts = [reckon(duty=part, basis=basis) for part in parts]
            return max(amounts) if highest else min(amounts)


def units_of(*, duty: Duty) -> frozenset[str]:
    """The units of quantity that reckoning may ask for."""
    match duty:
        case AdValorem():
            return frozenset()
        case Specific(unit=unit):
            return frozenset({unit})
        case Compound(parts) | Mixed(parts):
            return frozenset().union(*(units_of(duty=part) for part in parts))
        case Seasonal(inside=inside, outside=outside) | InQuota(inside=inside, outside=outside):
            return units_of(duty=inside) | units_of(duty=outside)


def orders_of(*, duty: Duty) -> frozenset[str]:
    """The quota orders that the duty names."""
    match duty:
        case AdValorem() | Specific():
            return frozenset()
        case Compound(parts) | Mixed(parts):
            return frozenset().union(*(orders_of(duty=part) for part in parts))
        case InQuota(order, inside, outside):
            return frozenset({order}) | orders_of(duty=inside) | orders_of(duty=outside)
        case Seasonal(inside=inside, outside=outside):
            return orders_of(duty=inside) | orders_of(duty=outside)


def write_duty(*, duty: Duty) -> str:
    """The text of a duty, as `read_duty` reads it."""
    match duty:
        case AdValorem(percent):
            return "free" if not percent else f"{percent.normalize():f}%"
        case Specific(amount, unit):
            return f"{amount.normalize():f}/{unit}"
        case Compound(parts):
            return " + ".join(write_duty(duty=part) for part in parts)
        case Mixed(parts, highest):
            return f"{'max' if highest else 'min'}({', '.join(write_duty(duty=part) for part in parts)})"
        case Seasonal(first, last, inside, outside):
            span = f"{first[0]:02}-{first[1]:02}..{last[0]:02}-{last[1]:02}"
            return f"season({span}: {write_duty(duty=inside)}, {write_duty(duty=outside)})"
        case InQuota(order, inside, outside):
            return f"quota({order}: {write_duty(duty=inside)}, {write_duty(duty=outside)})"


@lru_cache(maxsize=4096)  # a whole tariff writes few texts many times
def read_duty(*, text: str) -> Duty:
    """The duty that a text writes. Raises DutyUnreadable."""
    if not text.strip() or len(text) > LONGEST:
        raise DutyUnreadable(f"'{text[:40]}' is no duty: it is empty or longer than {LONGEST} characters.")
    reader = _Reader(text)
    duty = reader.sum(depth=0)
    if reader.rest:
        raise reader.stopped()
    return duty


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    @property
    def rest(self) -> str:
        return self.text[self.place :].strip()

    def stopped(self) -> DutyUnreadable:
        return DutyUnreadable(f"'{self.text}' is no duty: '{self.rest[:20] or 'its end'}' cannot be read.")

    def take(self) -> re.Match[str]:
        found = _TOKEN.match(self.text, self.place)
        if found is None:
            raise self.stopped()
        self.place = found.end()
        return found

    def marked(self, mark: str) -> bool:
        found = _TOKEN.match(self.text, self.place)
        if found is None or found["mark"] != mark:
            return False
        self.place = found.end()
        return True

    def expect(self, mark: str) -> None:
        if not self.marked(mark):
            raise self.stopped()

    def sum(self, *, depth: int) -> Duty:
        if depth > DEEPEST:
            raise self.stopped()
        parts = [self.one(depth=depth)]
        while self.marked("+"):
            parts.append(self.one(depth=depth))
        return parts[0] if len(parts) == 1 else Compound(tuple(parts))

    def one(self, *, depth: int) -> Duty:
        start = self.place
        found = self.take()
        if found["ratio"]:
            return AdValorem(Decimal(found["ratio"]))
        if found["amount"]:
            return Specific(Decimal(found["amount"]), found["unit"])
        if found["word"] == "free":
            return FREE
        if found["word"]:
            return Mixed(self.several(depth=depth), found["word"] == "max(")
        if found["season"]:
            first, last = _month_day(found["from"]), _month_day(found["until"])
            if first is None or last is None:
                self.place = start
                raise self.stopped()
            return Seasonal(first, last, *self.two(depth=depth))
        if found["order"]:
            return InQuota(found["order"], *self.two(depth=depth))
        self.place = start
        raise self.stopped()

    def several(self, *, depth: int) -> tuple[Duty, ...]:
        parts = [self.sum(depth=depth + 1)]
        while self.marked(","):
            parts.append(self.sum(depth=depth + 1))
        self.expect(")")
        return tuple(parts)

    def two(self, *, depth: int) -> tuple[Duty, Duty]:
        inside = self.sum(depth=depth + 1)
        self.expect(",")
        outside = self.sum(depth=depth + 1)
        self.expect(")")
        return inside, outside


def _month_day(text: str) -> tuple[int, int] | None:
    month, day = int(text[:2]), int(text[3:])
    try:
        date(2024, month, day)  # a leap year: 29 February may begin or end a season
    except ValueError:
        return None
    return month, day
