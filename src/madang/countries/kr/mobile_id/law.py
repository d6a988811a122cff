"""Ages in Korea: reached on the birthday, except for the goods of the Youth Protection Act."""

from datetime import date

from madang.framework.law import fills
from madang.systems.mobile_id.domain.ages import AGE_REACHED_ON, RESTRICTED_GOODS_FROM

ADULT_IN_THE_YEAR_OF = 19


@fills(AGE_REACHED_ON)
def age_reached_on(*, born_on: date, years: int) -> date:
    """The birthday, the day of birth counted (Civil Act art. 158; Framework Act on Public Administration art. 7-2).

    Born on 29 February, one completes a year with the last day of that month where it has no such day (Civil Act art. 160 (3)).
    """
    year = born_on.year + years
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


@fills(RESTRICTED_GOODS_FROM)
def restricted_goods_from(*, born_on: date) -> date:
    """1 January of the year in which one becomes nineteen (Youth Protection Act art. 2 no. 1, art. 28)."""
    return date(born_on.year + ADULT_IN_THE_YEAR_OF, 1, 1)
