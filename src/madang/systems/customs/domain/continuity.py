"""When the service cannot run: which declared fallback a declaration was written under, and so which day counts.

Customs Act of Korea art. 327 (the electronic customs system and its outages); the Commissioner's notice on outages lets
traders hand in paper and enter it afterwards. Other countries' laws say the same of a business continuity plan (Union Customs
Code art. 6 (3) (b)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WRONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A declared fallback: of one office, or of all (empty), from when until when; `ended_at` is empty while it stands."""

    number: str
    office: str
    began_at: datetime
    ended_at: datetime | None = None

    def covers(self, *, office: str, at: datetime) -> bool:
        """Whether it was in force at that office in that moment."""
        return self.office in {"", office} and self.began_at <= at and (self.ended_at is None or at < self.ended_at)


def true_time(*, written_at: datetime, device_now: datetime, now: datetime) -> datetime:
    """When it was written by our clock: the device's clock is wrong by as much as it is when it sends. Never later than now; a
    clock that is wrong by a year says nothing."""
    wrong_by = now - device_now
    return min(written_at + wrong_by, now) if abs(wrong_by) < WRONGEST else now


def written_under(
    *, written_at: datetime, arrived_at: datetime, office: str, outages: Iterable[Outage], grace: timedelta
) -> Outage | None:
    """The fallback whose day counts: in force when the declaration was written, and over for no longer than `grace` when it
    arrived. None: the day of its arrival counts."""
    for one in outages:
        in_time = one.ended_at is None or arrived_at <= one.ended_at + grace
        if in_time and one.covers(office=office, at=written_at):
            return one
    return None
