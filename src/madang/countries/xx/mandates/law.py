"""Majority and inheritance in Hanbit (Family Act of Hanbit, fictional)."""

from datetime import date, timedelta

from madang.framework.law import fills
from madang.systems.mandates.domain.kinds import COMES_OF_AGE_ON, HEIR_ACTS_UNTIL


@fills(COMES_OF_AGE_ON)
def comes_of_age_on(*, born_on: date) -> date:
    """The eighteenth birthday; born on 29 February, the last day of that month (s. 1)."""
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:
        return date(born_on.year + 18, 2, 28)


@fills(HEIR_ACTS_UNTIL)
def heir_acts_until(*, died_on: date) -> date:
    """A year and a day (s. 9)."""
    return died_on + timedelta(days=366)
