"""Straight-line depreciation, and what takes more from an asset than wear.

IPSAS 45 (property, plant and equipment; before it IPSAS 17): the depreciable amount, cost less residual value, is spread over
the useful life; the straight-line method gives a constant charge. IPSAS 21 (assets that earn no return): where the recoverable
service amount is less than the carrying amount, the difference is an impairment loss (par. 52) of the period (par. 54), and the
rest is spread over the rest of the life (par. 57).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from madang.systems.treasury.domain.months import whole_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """Where depreciation began anew after an impairment: whole months of use before it, what had worn off by then, and
    everything that impairments took so far."""

    months: int = 0
    depreciated: int = 0
    impaired: int = 0


NEVER = Revised()


def depreciated(
    *, cost: int, residual: int, months: int, used_from: date, until: date, revised: Revised = NEVER
) -> int:
    """What has worn off at the end of `until`, in minor units: by whole months of use, rounded down on the sum so that the
    last month takes the rest and no unit is lost."""
    elapsed = min(months, whole_months(since=used_from, until=until + timedelta(days=1)))
    if elapsed <= revised.months:
        return revised.depreciated
    rest = cost - revised.depreciated - revised.impaired - residual
    return revised.depreciated + rest * (elapsed - revised.months) // (months - revised.months)


def impairment(*, carrying: int, recoverable: int) -> int:
    """The loss that brings the carrying amount down to the recoverable service amount (IPSAS 21.52); none where it is not
    less."""
    return max(carrying - recoverable, 0)


def disposal(*, cost: int, depreciated: int, proceeds: int) -> dict[str, int]:
    """The amounts that a disposal books: the difference between proceeds and carrying amount is a gain or a loss."""
    result = proceeds - (cost - depreciated)
    return {
        "cost": cost,
        "depreciated": depreciated,
        "proceeds": proceeds,
        "gain": max(result, 0),
        "loss": max(-result, 0),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What wears off by a day, since the day before it in the plan, and what the asset then stands at."""

    until: date
    charge: int
    carrying: int


def plan(
    *,
    cost: int,
    residual: int,
    months: int,
    used_from: date,
    revised: Revised,
    so_far: int,
    days: Sequence[date],
) -> tuple[Planned, ...]:
    """The charges still to come by each of the days, until nothing is left to wear off."""
    made, before = [], so_far
    for until in days:
        total = depreciated(
            cost=cost, residual=residual, months=months, used_from=used_from, until=until, revised=revised
        )
        after = max(total, before)
        made.append(Planned(until=until, charge=after - before, carrying=cost - revised.impaired - after))
        if after >= cost - revised.impaired - residual:
            break
        before = after
    return tuple(made)
