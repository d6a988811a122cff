"""Working days and terms by the active country's calendar."""

from datetime import date, timedelta
from functools import lru_cache

from madang.framework.law.active import pack
from madang.framework.law.pack import Calendar, load_pack

ONE_DAY = timedelta(days=1)


class WorkingCalendar:
    """Arithmetic on a calendar's working days; pure."""

    def __init__(self, *, calendar: Calendar) -> None:
        self._calendar = calendar
        self._years: dict[int, frozenset[date]] = {}

    def _holidays(self, year: int) -> frozenset[date]:
        if year not in self._years:
            self._years[year] = frozenset(self._calendar.holidays(year=year))
        return self._years[year]

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor public holiday."""
        return day.weekday() not in self._calendar.WEEKEND and day not in self._holidays(day.year)

    def next_working_day(self, day: date) -> date:
        """`day` itself if offices work on it, else the first day after on which they do."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add(self, start: date, days: int) -> date:
        """The working day that is `days` working days after `start`, `start` itself not counted; before it if negative."""
        step = ONE_DAY if days >= 0 else -ONE_DAY
        day = start
        for _ in range(abs(days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie in [start, end); negative if `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working_day(start + timedelta(days=count)) for count in range((end - start).days))


@lru_cache(maxsize=16)
def _calendar_of(code: str) -> WorkingCalendar:
    return WorkingCalendar(calendar=load_pack(code).calendar)


def _here() -> WorkingCalendar:
    return _calendar_of(pack().code)


def is_working_day(on: date) -> bool:
    """Whether the active country's offices work on that day."""
    return _here().is_working_day(on)


def next_working_day(on: date) -> date:
    """That day, or the first working day after it."""
    return _here().next_working_day(on)


def add_working_days(*, start: date, days: int) -> date:
    """`days` working days after `start`, which is not counted itself."""
    return _here().add(start, days)


def working_days_between(*, start: date, end: date) -> int:
    """Working days in [start, end); negative when `end` is before `start` (so many days late)."""
    return _here().between(start, end)


def due_on(*, start: date, days: int) -> date:
    """The last day of an official's term of `days` that began with a filing on `start`, counted as the country counts:
    working or calendar days, with or without the first one. Deadlines of cases come from here."""
    return pack().calendar.due_on(start=start, days=days)
