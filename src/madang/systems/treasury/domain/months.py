"""Counting months."""

from calendar import monthrange
from datetime import date


def add_months(*, day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(*, since: date, until: date) -> int:
    """How many months end by `until`, counted from `since`; none before it."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months if add_months(day=since, months=months) <= until else months - 1)
