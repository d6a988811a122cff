"""Serbia's offices: Saturday and Sunday closed, public holidays from the library holidays; terms run in calendar days."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

# Monday is 0.
WEEKEND = frozenset({5, 6})


@cache
def holidays(*, year: int) -> Mapping[date, str]:
    """The public holidays of a year, with the days to which they are moved (Law on State and Other Holidays in the Republic
    of Serbia)."""
    return dict(country_holidays("RS", years=year, language="en_US").items())


def due_on(*, start: date, days: int) -> date:
    """The last day of a term of calendar days that begins on the day after `start`; where offices are closed on it, the
    next day on which they are open (Law on General Administrative Procedure)."""
    day = start + timedelta(days=days)
    while day.weekday() in WEEKEND or day in holidays(year=day.year):
        day += timedelta(days=1)
    return day
