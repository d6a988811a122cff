"""Months by the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from madang.framework.values.months import add_months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 9), 1, date(2026, 4, 9)),
        (date(2026, 3, 9), 24, date(2028, 3, 9)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    """Civil Act art. 160 (2), (3)."""
    assert add_months(day=day, months=months) == later


@given(some.dates(date(2000, 1, 1), date(2090, 12, 31)), some.integers(0, 60))
def test_the_day_is_the_same_unless_the_month_has_none(day: date, months: int) -> None:
    later = add_months(day=day, months=months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
