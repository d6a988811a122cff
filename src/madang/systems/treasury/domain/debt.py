"""Debt: its schedule, and interest by day count.

Day counts after the 2006 ISDA Definitions, section 4.16: (b) Actual/Actual, (d) Actual/365 (Fixed), (e) Actual/360, (f) 30/360.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from madang.framework.values.months import add_months


class DayCount(StrEnum):
    """How the days of a period become a part of a year."""

    ACTUAL_ACTUAL = "actual/actual"
    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"
    THIRTY_360 = "30/360"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What falls due on a day."""

    due_on: date
    principal: int
    interest: int


def year_fraction(*, since: date, until: date, count: DayCount) -> Fraction:
    """The part of a year from `since` to `until`."""
    days = (until - since).days
    if count is DayCount.ACTUAL_365:
        return Fraction(days, 365)
    if count is DayCount.ACTUAL_360:
        return Fraction(days, 360)
    if count is DayCount.THIRTY_360:
        return _thirty_360(since, until)
    return sum((Fraction(*part) for part in _by_year(since, until)), Fraction(0))


def _thirty_360(since: date, until: date) -> Fraction:
    first = min(since.day, 30)
    last = 30 if until.day == 31 and first == 30 else until.day
    return Fraction(360 * (until.year - since.year) + 30 * (until.month - since.month) + last - first, 360)


def _by_year(since: date, until: date) -> Iterator[tuple[int, int]]:
    """Days of each calendar year with that year's length."""
    for year in range(since.year, until.year + 1):
        begins, ends = max(since, date(year, 1, 1)), min(until, date(year + 1, 1, 1))
        yield (ends - begins).days, (date(year + 1, 1, 1) - date(year, 1, 1)).days


def interest(*, principal: int, rate: Decimal, since: date, until: date, count: DayCount) -> int:
    """Interest in minor units on what is owed; `rate` is a part of one a year. A half is rounded up."""
    exact = principal * Fraction(rate) * year_fraction(since=since, until=until, count=count)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def schedule(
    *, principal: int, rate: Decimal, count: DayCount, issued_on: date, every: int, times: int, bullet: bool
) -> tuple[Service, ...]:
    """The services of a debt: interest every so many months, `times` over; repaid at the end (`bullet`) or in equal parts,
    the last of which carries the remainder."""
    days = [add_months(day=issued_on, months=every * index) for index in range(times + 1)]
    part = 0 if bullet else principal // times
    owed, made = principal, []
    for index, (since, until) in enumerate(pairwise(days), start=1):
        repaid = owed if index == times else part
        cost = interest(principal=owed, rate=rate, since=since, until=until, count=count)
        made.append(Service(due_on=until, principal=repaid, interest=cost))
        owed -= repaid
    return tuple(made)


def accrued(
    *, principal: int, rate: Decimal, count: DayCount, issued_on: date, services: tuple[Service, ...], until: date
) -> int:
    """Interest earned by lenders from issue to `until`: whole periods as scheduled, the running one by its days."""
    total, since, owed = 0, issued_on, principal
    for one in services:
        if until < one.due_on:
            return total + interest(principal=owed, rate=rate, since=since, until=max(since, until), count=count)
        total, since, owed = total + one.interest, one.due_on, owed - one.principal
    return total


def due_by(*, services: Iterable[Service], place: Callable[[date], int]) -> dict[int, tuple[int, int]]:
    """Principal and interest that fall due, by what `place` makes of the day (a fiscal year, say), in order."""
    found: dict[int, tuple[int, int]] = {}
    for one in services:
        key = place(one.due_on)
        principal, cost = found.get(key, (0, 0))
        found[key] = (principal + one.principal, cost + one.interest)
    return dict(sorted(found.items()))
