"""Counting months."""

from datetime import date

from madang.framework.values.months import add_months


def whole_months(*, since: date, until: date) -> int:
    """How many months end by `until`, counted from `since`; none before it."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months if add_months(day=since, months=months) <= until else months - 1)
