"""When the service was down, and how far a closing moves because of it.

A heartbeat leaves stretches in which the service was up; between two of them it was down. Down time that reaches into the hours
before a closing moves the closing: to so many hours after the service was back, and into office hours.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageLaw:
    """What counts and what follows. A day begins and ends as `HH:MM` of the country's clock."""

    window_hours: int
    least_minutes: int
    leaves_hours: int
    day_begins: str
    day_ends: str


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """The service was down from the last beat before to the first beat after."""

    down_from: datetime
    down_until: datetime

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.down_until - self.down_from


def gaps(*, stretches: Iterable[tuple[datetime, datetime]], least: timedelta) -> Iterator[Gap]:
    """What lies between stretches in which the service was up, where it is long enough to count."""
    up_until: datetime | None = None
    for since, until in sorted(stretches):
        if up_until is not None and since - up_until >= least:
            yield Gap(up_until, since)
        up_until = until if up_until is None else max(up_until, until)


def counts(*, gap: Gap, closes_at: datetime, law: OutageLaw) -> bool:
    """Whether the outage touched the closing hours. A short stop does not count; one that began a moment before the closing
    does, however little of it lies before: bids come in the last minute.
    """
    if gap.length < timedelta(minutes=law.least_minutes):
        return False
    return gap.down_from < closes_at and gap.down_until > closes_at - timedelta(hours=law.window_hours)


def extended(*, closes_at: datetime, gap: Gap, law: OutageLaw, is_working_day: Callable[[date], bool]) -> datetime:
    """The new closing, always later than the old: `leaves_hours` after the service was back where that is later than the old
    closing, else the old closing and as long as the service was down within the closing hours. Into office hours of a working
    day. `closes_at` is given in the country's zone, and so is the answer.
    """
    window_from = closes_at - timedelta(hours=law.window_hours)
    lost = min(gap.down_until, closes_at) - max(gap.down_from, window_from)
    back = gap.down_until.astimezone(closes_at.tzinfo) + timedelta(hours=law.leaves_hours)
    moved = max(closes_at + max(lost, timedelta(minutes=1)), back)
    # People are told whole minutes.
    if moved.second or moved.microsecond:
        moved = moved.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return _into_office_hours(moved, law, is_working_day)


def _into_office_hours(moment: datetime, law: OutageLaw, is_working_day: Callable[[date], bool]) -> datetime:
    begins, ends = time.fromisoformat(law.day_begins), time.fromisoformat(law.day_ends)
    if is_working_day(moment.date()) and moment.time() <= ends:
        return moment.replace(hour=begins.hour, minute=begins.minute) if moment.time() < begins else moment
    day = moment.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    # At the opening of an office nobody could still ask it for help.
    start = datetime.combine(day, begins, tzinfo=moment.tzinfo)
    return start + timedelta(hours=law.leaves_hours)
