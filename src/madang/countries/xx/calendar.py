"""Hanbit's offices: closed on Friday and Saturday; terms run in calendar days."""

from collections.abc import Mapping
from datetime import date, timedelta

# Monday is 0.
WEEKEND = frozenset({4, 5})
# Holidays Act of Hanbit (fictional) s. 1: fixed days, never moved when they fall on a weekend.
_FIXED = {
    (1, 1): "New Year's Day",
    (3, 20): "Day of Light",
    (6, 21): "Lantern Night",
    (9, 9): "Founders' Day",
    (12, 31): "Last Evening",
}


def holidays(*, year: int) -> Mapping[date, str]:
    """The public holidays of a year (Holidays Act of Hanbit s. 1)."""
    return {date(year, month, day): name for (month, day), name in _FIXED.items()}


def due_on(*, start: date, days: int) -> date:
    """The last day of a term (Administration Act of Hanbit s. 12): calendar days after the filing, and if the offices are
    closed on the last one, the next day on which they are open."""
    day = start + timedelta(days=days)
    while day.weekday() in WEEKEND or day in holidays(year=day.year):
        day += timedelta(days=1)
    return day
