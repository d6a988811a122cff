"""Letting a line's money go quarter by quarter, or month by month within a quarter.

Korea: National Finance Act art. 43 (quarterly plan, allotment, reserve).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """What is let go in a quarter; in `month` of it, or at its start where `month` is 0."""

    quarter: int
    month: int
    minor: int

    @property
    def first_month(self) -> int:
        """The month from whose first day it is let go."""
        return self.month or self.quarter * 3 - 2

    def starts_on(self, *, year: int) -> date:
        """The first day on which it is let go."""
        return date(year, self.first_month, 1)


def faults_of(*, parts: Sequence[Part]) -> list[tuple[int, str]]:
    """The place of each part that cannot be, with a permanent word."""
    found, seen = [], set()
    for place, part in enumerate(parts):
        if part.quarter not in range(1, 5):
            found.append((place, "quarter_unknown"))
        elif part.month and (part.month - 1) // 3 + 1 != part.quarter:
            found.append((place, "month_outside_quarter"))
        if part.minor <= 0:
            found.append((place, "amount_unfit"))
        if (part.quarter, part.month) in seen:
            found.append((place, "twice"))
        seen.add((part.quarter, part.month))
    return found


def due(*, parts: Iterable[Part], year: int, on: date) -> list[Part]:
    """The parts whose time has come by that day, in order."""
    return sorted(part for part in parts if part.starts_on(year=year) <= on)


def even_parts(*, minor: int, monthly: bool = False, gone: Iterable[tuple[int, int]] = ()) -> list[Part]:
    """The amount in four quarters or twelve months, as even as whole units allow; the last takes what is left over. `gone` are
    those (quarter, month) that are let go already and take nothing more.
    """
    taken = set(gone)
    places = [((month - 1) // 3 + 1, month) for month in range(1, 13)] if monthly else [(one, 0) for one in range(1, 5)]
    free = [place for place in places if place not in taken]
    each = minor // max(len(free), 1)
    amounts = [each] * (len(free) - 1) + [minor - each * (len(free) - 1)] if free else []
    return [Part(quarter, month, amount) for (quarter, month), amount in zip(free, amounts, strict=True) if amount > 0]
