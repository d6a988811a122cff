"""What would I pay under each agreement to which the goods' country is a party, and without any: side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from madang.framework.values import Fault
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.domain.regimes import regimes, tariff
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on
from madang.systems.customs.usecases.tariff.what_would_i_pay import Asked, what_would_i_pay


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One way to bring the goods in: a regime's code (empty: no agreement is claimed), what is due or why nothing can be said,
    whether a rate of the line is held, and whether that rate is the one that applies."""

    regime: str
    made: Assessed | None
    faults: tuple[Fault, ...] = ()
    held: bool = True
    applies: bool = True


def compare_regimes(*, asked: Asked, on: date) -> tuple[Compared, ...]:
    """The cheapest first; agreements of which no rate of the line is held last."""
    measures = measures_on(day=on)
    line = tariff().lines[asked.commodity]
    standing = {rate.regime for rate in line.on(day=on)}
    parties = [one.code for one in regimes().values() if one.agreement and one.admits(origin=asked.origin, on=on)]
    ways = [
        _compared(replace(asked, preference=code), on, measures)
        for code in ("", *parties)
        if not code or code in standing
    ]
    without = [Compared(regime=code, made=None, held=False) for code in parties if code not in standing]
    return (*sorted(ways, key=_rank), *without)


def cheapest(*, ways: Sequence[Compared]) -> Compared | None:
    """The way that costs least; of equals the one that needs no proof."""
    paid = [one for one in ways if one.made is not None]
    return min(paid, key=_rank, default=None)


def _rank(one: Compared) -> tuple[bool, int, bool, str]:
    due = one.made.payable.minor if one.made else 0
    return (one.made is None, due, bool(one.regime), one.regime)


def _compared(asked: Asked, on: date, measures: tuple[Measure, ...]) -> Compared:
    try:
        made = what_would_i_pay(asked=asked, on=on, measures=measures)
    except DeclarationFaulty as faulty:
        return Compared(regime=asked.preference, made=None, faults=faulty.faults)
    applied = {step.rule for item in made.items for step in item.steps}
    return Compared(regime=asked.preference, made=made, applies=not asked.preference or asked.preference in applied)
