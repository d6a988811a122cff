"""Counting months by the calendar."""

from calendar import monthrange
from datetime import date


def add_months(*, day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month (Korea: Civil Act art. 160)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
