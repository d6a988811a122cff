"""Majority and inheritance in Korea."""

from datetime import date

from madang.framework.law import fills
from madang.systems.mandates.domain.kinds import COMES_OF_AGE_ON, HEIR_ACTS_UNTIL

MAJORITY_YEARS = 19


def _years_after(day: date, years: int) -> date:
    """The corresponding day; where the month has none, the period ends with its last day (Civil Act art. 160 (3))."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@fills(COMES_OF_AGE_ON)
def comes_of_age_on(*, born_on: date) -> date:
    """A person becomes of age on completing nineteen years, the day of birth counted (Civil Act arts. 4, 158)."""
    return _years_after(born_on, MAJORITY_YEARS)


@fills(HEIR_ACTS_UNTIL)
def heir_acts_until(*, died_on: date) -> date:
    """The last day of the sixth month after the month of death, as for the estate's tax (Inheritance Tax Act art. 67 (1))."""
    month = died_on.month + 7
    return date(died_on.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
