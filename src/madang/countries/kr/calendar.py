"""Korea's offices: Saturday and Sunday closed, public holidays with their substitutes, and how a civil petition's term runs.

The days come from the library holidays; tests/test_calendar.py reckons them again from the articles.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

# Monday is 0.
WEEKEND = frozenset({5, 6})
# Up to five days a term is counted in hours of work, from six days on in days with the first one included.
HOURS_UP_TO_DAYS = 5
# Publications of sources.yaml that this calendar was compared with.
CHECKED_AGAINST = ("holidays_act", "holidays_decree")


@cache
def holidays(*, year: int) -> Mapping[date, str]:
    """The public holidays, with substitute and temporary ones (Public Holidays Act art. 2; Regulation on Holidays of
    Government Offices arts. 2, 3)."""
    return dict(country_holidays("KR", years=year, language="en_US").items())


def due_on(*, start: date, days: int) -> date:
    """The last day of a term (Civil Petitions Treatment Act art. 19).

    Five days or fewer run in hours of eight a day from receipt, so the day of receipt is not lost; six or more count the day
    of receipt as the first. Saturdays and public holidays do not count. What arrives on a day off is received on the next
    working day. No days means at once: on the day of receipt.
    """
    received = _working(start)
    for _ in range(days if days <= HOURS_UP_TO_DAYS else days - 1):
        received = _working(received + timedelta(days=1))
    return received


def _working(day: date) -> date:
    while day.weekday() in WEEKEND or day in holidays(year=day.year):
        day += timedelta(days=1)
    return day
