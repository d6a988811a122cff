"""Duties that an agreement cuts in equal annual stages: each year's rate from the base, the number of stages and the first day.

The first cut is made on the day of entry into force, the next ones on 1 January of the years that follow (Korea-US agreement,
Annex 2-B) or on the anniversary (Korea-EU agreement, Annex 2-A); after the last one the goods are free. A rate is rounded
down to a tenth of a percentage point.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from madang.framework.values import Period
from madang.systems.customs.domain.agreements import Agreement
from madang.systems.customs.domain.duty import AdValorem
from madang.systems.customs.domain.tariff import Rate

TENTH = Decimal("0.1")


class StageUnknown(LookupError):
    """The schedule names a category of which the agreement's stages are not held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A row of a schedule: a line's base rate in percent and its category."""

    code: str
    regime: str
    base: Decimal
    category: str
    cite: str
    source: str


def read_staged(*, rows: Iterable[Mapping[str, str]]) -> tuple[Staged, ...]:
    """The rows of a pack (`customs/staged.csv`: code, regime, base, category, cite, source)."""
    return tuple(
        Staged(
            code=row["code"],
            regime=row["regime"],
            base=Decimal(row["base"]),
            category=row["category"],
            cite=row["cite"],
            source=row["source"],
        )
        for row in rows
    )


def staged_percents(*, base: Decimal, stages: int) -> tuple[Decimal, ...]:
    """The percentage after each cut, the first to the last (nothing)."""
    return tuple(
        (base * (stages - cut) / stages).quantize(TENTH, ROUND_DOWN).normalize() + 0 for cut in range(1, stages + 1)
    )


def rates_of(*, rows: Iterable[Staged], agreements: Mapping[str, Agreement]) -> Mapping[str, tuple[Rate, ...]]:
    """The dated rates by line; `agreements` are those of the regimes by code. Raises StageUnknown."""
    found: dict[str, tuple[Rate, ...]] = {}
    for row in rows:
        agreement = agreements.get(row.regime)
        if agreement is None or agreement.in_force is None or row.category not in agreement.stages:
            raise StageUnknown(f"{row.code}: the agreement of {row.regime} holds no category '{row.category}'.")
        made = staged_rates(
            row=row,
            stages=agreement.stages[row.category],
            in_force=agreement.in_force,
            anniversary=agreement.anniversary,
        )
        found[row.code] = (*found.get(row.code, ()), *made)
    return found


def staged_rates(*, row: Staged, stages: int, in_force: date, anniversary: bool = False) -> tuple[Rate, ...]:
    """The dated rates of a line; each stands for the year of its cut, the last without end."""
    month, day = (in_force.month, in_force.day) if anniversary else (1, 1)
    days = [in_force, *(date(in_force.year + year, month, day) for year in range(1, stages))]
    ends = [*days[1:], None]
    percents = staged_percents(base=row.base, stages=stages)
    return tuple(
        Rate(
            regime=row.regime,
            duty=AdValorem(percent),
            period=Period(day, end),
            cite=row.cite,
            source=row.source,
            staging=f"{row.base.normalize():f}% {row.category}",
        )
        for percent, day, end in zip(percents, days, ends, strict=True)
    )
