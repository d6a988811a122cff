"""Straight-line depreciation, and what takes more from an asset than wear.

IPSAS 45 (property, plant and equipment; before it IPSAS 17): the depreciable amount, cost less residual value, is spread over
the useful life; the straight-line method gives a constant charge. IPSAS 21 (assets that earn no return): where the recoverable
service amount is less than the carrying amount, the difference is an impairment loss (par. 52) of the period (par. 54), and the
rest is spread over the rest of the life (par. 57). What is recoverable again is taken back up to what it would stand at without
the loss (par. 68), in the surplus of the period (par. 69). A revaluation restates what it stands at; an increase goes to the
revaluation surplus but for what it takes back of an earlier expense of the class, a decrease is an expense but for what the
surplus of the class holds (IPSAS 45, before it IPSAS 17.50 to 17.56).
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


def reversal(*, carrying: int, unimpaired: int, recoverable: int) -> int:
    """How much of earlier losses is taken back: up to the recoverable service amount, and no further than what the asset would
    stand at had it never been impaired (IPSAS 21.68)."""
    return max(min(recoverable, unimpaired) - carrying, 0)


def revaluation(*, carrying: int, fair: int, surplus: int, written_down: int) -> dict[str, int]:
    """Where a revaluation's difference goes: `surplus` and `written_down` are what its class holds in the revaluation surplus
    and had as an expense (IPSAS 17.54, 17.55)."""
    change = fair - carrying
    taken_back = min(max(change, 0), max(written_down, 0))
    out_of_surplus = min(max(-change, 0), max(surplus, 0))
    return {
        "to_surplus": max(change, 0) - taken_back,
        "taken_back": taken_back,
        "from_surplus": out_of_surplus,
        "loss": max(-change, 0) - out_of_surplus,
    }


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
