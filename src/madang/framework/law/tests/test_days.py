"""Working days and terms, by calendars whose holidays are published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.law import (
    add_working_days,
    due_on,
    is_working_day,
    next_working_day,
    use_country,
    working_days_between,
)

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # Holidays of 2025 as the Ministry of Personnel Management published them.
        (date(2025, 1, 27), False),  # temporary public holiday
        (date(2025, 3, 3), False),  # substitute for Independence Movement Day
        (date(2025, 5, 6), False),  # substitute: Children's Day and Buddha's Birthday on one day
        (date(2025, 6, 3), False),  # presidential election
        (date(2025, 10, 8), False),  # substitute for Chuseok
        (date(2025, 10, 10), True),
        (date(2025, 12, 24), True),
        (date(2025, 10, 4), False),  # a Saturday
    ],
)
def test_korean_offices_work_and_rest_as_published(day: date, works: bool):
    with use_country("kr"):
        assert is_working_day(day) is works


def test_hanbit_rests_on_friday_and_saturday_and_works_on_sunday():
    with use_country("xx"):
        assert [is_working_day(date(2026, 3, 1) + timedelta(days=place)) for place in range(7)] == [
            True, True, True, True, True, False, False,
        ]  # fmt: skip


def test_the_start_is_not_counted_and_days_back_are_found_too():
    with use_country("kr"):
        # Friday before the Korean New Year of 2026 (16 to 18 February).
        assert add_working_days(start=date(2026, 2, 13), days=1) == date(2026, 2, 19)
        assert add_working_days(start=date(2026, 2, 19), days=-1) == date(2026, 2, 13)


def test_a_short_korean_term_does_not_count_the_day_of_receipt_and_a_long_one_does():
    # Civil Petitions Treatment Act art. 19: five days or fewer in hours, six or more in days with the first one.
    with use_country("kr"):
        assert due_on(start=date(2026, 3, 9), days=5) == date(2026, 3, 16)
        assert due_on(start=date(2026, 3, 9), days=6) == date(2026, 3, 16)
        assert due_on(start=date(2026, 3, 9), days=0) == date(2026, 3, 9)


def test_what_arrives_on_a_korean_day_off_is_received_on_the_next_working_day():
    with use_country("kr"):
        assert due_on(start=date(2026, 3, 7), days=7) == due_on(start=date(2026, 3, 9), days=7) == date(2026, 3, 17)


def test_a_hanbit_term_runs_in_calendar_days_and_ends_on_an_open_day():
    with use_country("xx"):
        # 9 days after Tuesday 3 March 2026 is Thursday; 10 days is Friday, closed, so Sunday.
        assert due_on(start=date(2026, 3, 3), days=9) == date(2026, 3, 12)
        assert due_on(start=date(2026, 3, 3), days=10) == date(2026, 3, 15)


@pytest.mark.parametrize("country", ["kr", "xx"])
@given(start=DAYS, days=st.integers(0, 60))
def test_adding_and_counting_working_days_agree(country: str, start: date, days: int):
    with use_country(country):
        day = next_working_day(start)
        later = add_working_days(start=day, days=days)
        assert is_working_day(later)
        assert working_days_between(start=day, end=later) == days
        assert working_days_between(start=later, end=day) == -days


@pytest.mark.parametrize("country", ["kr", "xx"])
@given(start=DAYS, days=st.integers(0, 40))
def test_a_term_ends_on_a_working_day_and_a_longer_one_never_earlier(country: str, start: date, days: int):
    with use_country(country):
        last = due_on(start=start, days=days)
        assert is_working_day(last)
        assert last >= start
        # From five to six days the Korean way of counting changes, and both end on the same day.
        assert due_on(start=start, days=days + 1) >= last
