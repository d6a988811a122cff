"""Ages in Hanbit (Identity Act of Hanbit, fictional)."""

from datetime import date

from madang.framework.law import fills
from madang.systems.mobile_id.domain.ages import AGE_REACHED_ON, RESTRICTED_GOODS_FROM

RESTRICTED_GOODS_AGE = 18


@fills(AGE_REACHED_ON)
def age_reached_on(*, born_on: date, years: int) -> date:
    """The birthday; born on 29 February, the last day of that month (s. 3)."""
    year = born_on.year + years
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


@fills(RESTRICTED_GOODS_FROM)
def restricted_goods_from(*, born_on: date) -> date:
    """The eighteenth birthday (s. 4)."""
    return age_reached_on(born_on=born_on, years=RESTRICTED_GOODS_AGE)
