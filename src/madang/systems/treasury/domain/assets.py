"""Straight-line depreciation.

IPSAS 45 (property, plant and equipment; before it IPSAS 17): the depreciable amount, cost less residual value, is spread over
the useful life; the straight-line method gives a constant charge.
"""

from datetime import date, timedelta

from madang.systems.treasury.domain.months import whole_months


def depreciated(*, cost: int, residual: int, months: int, used_from: date, until: date) -> int:
    """What has worn off at the end of `until`, in minor units: by whole months of use, rounded down on the sum so that the
    last month takes the rest and no unit is lost."""
    elapsed = min(months, whole_months(since=used_from, until=until + timedelta(days=1)))
    return (cost - residual) * elapsed // months


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
