"""How a supplier performed, counted from its contracts. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One milestone of a contract: the day it was to be delivered by, and the day it was, if it was."""

    due_on: date
    delivered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What can be counted. `late_days` is the sum over all deliveries, also of what is still out."""

    due: int
    delivered: int
    on_time: int
    late_days: int
    out_late: int

    @property
    def percent_on_time(self) -> int | None:
        """Of a hundred deliveries, how many were on time; rounded down."""
        return self.on_time * 100 // self.delivered if self.delivered else None


def performance(*, deliveries: Iterable[Delivery], on: date) -> Performance:
    """The record on a day."""
    rows = list(deliveries)
    done = [one for one in rows if one.delivered_on]
    late = [max(0, ((one.delivered_on or on) - one.due_on).days) for one in rows]
    return Performance(
        due=len(rows),
        delivered=len(done),
        on_time=sum(1 for one in done if one.delivered_on and one.delivered_on <= one.due_on),
        late_days=sum(late),
        out_late=sum(1 for one in rows if one.delivered_on is None and one.due_on < on),
    )
