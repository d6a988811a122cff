"""Terms of tax law in months and their last day."""

from datetime import date, timedelta

from madang.framework.law import next_working_day

ONE_DAY = timedelta(days=1)
MONTHS_OF_YEAR = 12
LABOUR_DAY = (5, 1)


def after_months(day: date, months: int) -> date:
    """The day of the same number so many months later, or that month's last one (Framework Act on National Taxes art. 4;
    Civil Act art. 160)."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_YEAR)
    first = date(day.year + years, month + 1, 1)
    next_first = date(first.year + first.month // MONTHS_OF_YEAR, first.month % MONTHS_OF_YEAR + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_first - ONE_DAY)


def whole_months(since: date, until: date) -> int:
    """How many whole months have passed after `since`, `until` included."""
    months = 0
    while after_months(since, months + 1) <= until:
        months += 1
    return months


def moved(day: date) -> date:
    """The last day of a term that would end on `day`: never a day off, never Labour Day (Framework Act on National Taxes
    art. 5 (1))."""
    day = next_working_day(day)
    while (day.month, day.day) == LABOUR_DAY:
        day = next_working_day(day + ONE_DAY)
    return day
