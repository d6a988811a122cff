"""Terms of years."""

from datetime import datetime


def years_later(*, start: datetime, years: int) -> datetime:
    """The same day and hour `years` later; 1 March stands for 29 February where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, month=3, day=1)
