"""Until when a report is in time, and what lateness costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from madang.framework.values import Money
from madang.framework.values.months import add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyStep:
    """Up to, not including, `under_days` days late (None: any longer) the fine is `amount`."""

    under_days: int | None
    amount: Money


def last_day(*, event_on: date, days: int = 0, months: int = 0) -> date:
    """The last day in time. The day of the event does not count (Civil Act art. 157); births and deaths count from
    it.

    Months run by the calendar and end on the day before the corresponding day; without such a day on the last day of
    the month (Civil Act art. 160).
    """
    if not months:
        return event_on + timedelta(days=days)
    return add_months(day=event_on, months=months)


def days_late(*, due_on: date, reported_on: date) -> int:
    """Whole days after the last day in time; 0 in time."""
    return max(0, (reported_on - due_on).days)


def fine(*, late: int, steps: Sequence[PenaltyStep], currency: str) -> Money:
    """The fine for being `late` days late; nothing in time.

    Korea: Rules on the Registration of Family Relations, annexed table (under 7 days 10,000 won, … from 6 months
    50,000).
    """
    if late <= 0:
        return Money.zero(currency)
    for step in steps:
        if step.under_days is None or late < step.under_days:
            return step.amount
    return steps[-1].amount if steps else Money.zero(currency)
