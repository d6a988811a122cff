"""How a statutory period is counted, stopped and started again.

Korea: Civil Petitions Treatment Act art. 19: up to five days are counted in hours from the moment of receipt, eight working
hours a day; six days and more in days, the first day counting; Saturdays and public holidays never count. What a
supplement takes does not count (Enforcement Decree art. 20).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

IsWorkingDay = Callable[[date], bool]
# The last day of a period of so many days that began on a day, as the country counts days.
LastDay = Callable[[date, int], date]
_ONE_DAY = timedelta(days=1)
# No statute gives three thousand working days; a calendar without working days would loop for ever.
_HORIZON_DAYS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A country's way of counting, and the calendar it counts on.

    Periods of up to `hours_up_to_days` days are counted in working time (0: none is), the longer ones by `last_day`.
    `in_calendar_days` says that those run over days off as well. `shifts` are the spans of a working day, in `zone`.
    """

    is_working_day: IsWorkingDay
    last_day: LastDay
    zone: ZoneInfo
    in_calendar_days: bool = False
    hours_up_to_days: int = 0
    hours_a_day: int = 8
    shifts: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13), time(18)))

    @property
    def closes(self) -> time:
        """When the last shift ends."""
        return self.shifts[-1][1]


class EndlessCalendar(ValueError):
    """The calendar has no working day in sight."""


def due(*, received_at: datetime, days: int, counting: Counting) -> datetime:
    """The last moment of a period of `days` working days that began with the receipt at `received_at`."""
    if 0 < days <= counting.hours_up_to_days:
        return after_working_time(
            start=received_at, span=timedelta(hours=days * counting.hours_a_day), counting=counting
        )
    day = received_at.astimezone(counting.zone).date()
    return _close_of(counting.last_day(day, days), counting=counting)


def resumed(*, due_at: datetime, stopped_at: datetime, resumed_at: datetime, days: int, counting: Counting) -> datetime:
    """The new last moment after the clock stood from `stopped_at` to `resumed_at`: what was left then is left now.

    `days` is the statutory length, which decides whether hours or days are counted.
    """
    if resumed_at <= stopped_at:
        return due_at
    if 0 < days <= counting.hours_up_to_days:
        lost = working_time(start=stopped_at, end=resumed_at, counting=counting)
        return after_working_time(start=due_at, span=lost, counting=counting)
    stopped_on, resumed_on = (at.astimezone(counting.zone).date() for at in (stopped_at, resumed_at))
    day = due_at.astimezone(counting.zone).date()
    if counting.in_calendar_days:
        day, lost_days = day + (resumed_on - stopped_on), 0
    else:
        lost_days = working_days(after=stopped_on, until=resumed_on, counting=counting)
    return _close_of(after_working_days(start=day, days=lost_days, counting=counting), counting=counting)


def working_days(*, after: date, until: date, counting: Counting) -> int:
    """How many working days lie after `after`, up to and with `until`."""
    return sum(counting.is_working_day(after + _ONE_DAY * step) for step in range(1, (until - after).days + 1))


def after_working_days(*, start: date, days: int, counting: Counting) -> date:
    """The day that is `days` working days after `start`; the next working day when `days` is 0 and `start` is none."""
    day, left = start, days
    for _ in range(_HORIZON_DAYS):
        if left <= 0 and counting.is_working_day(day):
            return day
        day += _ONE_DAY
        left -= counting.is_working_day(day)
    raise EndlessCalendar


def working_time(*, start: datetime, end: datetime, counting: Counting) -> timedelta:
    """How much of the shifts of working days lies between `start` and `end`."""
    total = timedelta()
    day, last = start.astimezone(counting.zone).date(), end.astimezone(counting.zone).date()
    while day <= last:
        for opens, closes in _shifts_of(day, counting=counting):
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += _ONE_DAY
    return total


def after_working_time(*, start: datetime, span: timedelta, counting: Counting) -> datetime:
    """The moment when `span` of working time has passed since `start`."""
    day, left = start.astimezone(counting.zone).date(), span
    for _ in range(_HORIZON_DAYS):
        for opens, closes in _shifts_of(day, counting=counting):
            begin = max(opens, start)
            if begin < closes and left <= closes - begin:
                return begin + left
            left -= max(closes - begin, timedelta())
        day += _ONE_DAY
    raise EndlessCalendar


def _shifts_of(day: date, *, counting: Counting) -> list[tuple[datetime, datetime]]:
    if not counting.is_working_day(day):
        return []
    return [
        (datetime.combine(day, opens, counting.zone), datetime.combine(day, closes, counting.zone))
        for opens, closes in counting.shifts
    ]


def _close_of(day: date, *, counting: Counting) -> datetime:
    return datetime.combine(day, counting.closes, counting.zone)
