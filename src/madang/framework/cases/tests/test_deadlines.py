"""The clock of a case: Korea's rule by examples, and that no arithmetic loses working time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.cases import clock
from madang.framework.cases.domain import deadlines
from madang.framework.cases.domain.deadlines import Counting
from madang.framework.law import use_country

SEOUL = ZoneInfo("Asia/Seoul")
HOLIDAYS = frozenset({date(2026, 5, 5), date(2026, 5, 25), date(2026, 6, 3)})


def is_working_day(on: date) -> bool:
    return on.weekday() < 5 and on not in HOLIDAYS


def first_day_counts(start: date, days: int) -> date:
    day = deadlines.after_working_days(start=start, days=0, counting=KOREA)
    return deadlines.after_working_days(start=day, days=days - 1, counting=KOREA)


KOREA = Counting(is_working_day=is_working_day, last_day=first_day_counts, zone=SEOUL, hours_up_to_days=5)


def seoul(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


# Civil Petitions Treatment Act art. 19 (1): up to five days run in hours from receipt, eight a day, without Saturdays and
# public holidays. June 2026: the 3rd (local elections) is a holiday, the 8th a Monday.
@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (seoul(8, 9), 1, seoul(8, 18)),
        (seoul(8, 14), 1, seoul(9, 14)),
        (seoul(12, 14), 1, seoul(15, 14)),
        (seoul(2, 16), 1, seoul(4, 16)),
        (seoul(13, 11), 1, seoul(15, 18)),
        (seoul(8, 20), 2, seoul(10, 18)),
        (seoul(8, 12, 30), 1, seoul(9, 12)),
        (seoul(8, 10), 5, seoul(15, 10)),
    ],
)
def test_short_periods_run_in_working_hours_from_receipt(received: datetime, days: int, due: datetime) -> None:
    assert deadlines.due(received_at=received, days=days, counting=KOREA) == due


# Art. 19 (2): six days and more run in days, the first counts.
@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (seoul(8, 14), 6, seoul(15, 18)),
        (seoul(8, 14), 7, seoul(16, 18)),
        (seoul(1, 9), 7, seoul(10, 18)),
        (seoul(13, 9), 6, seoul(22, 18)),
    ],
)
def test_long_periods_run_in_days_with_the_first(received: datetime, days: int, due: datetime) -> None:
    assert deadlines.due(received_at=received, days=days, counting=KOREA) == due


def test_the_pack_of_korea_counts_as_the_examples() -> None:
    with use_country("kr"):
        assert clock.due(received_at=seoul(8, 14), days=7)[1] == date(2026, 6, 16)
        assert clock.due(received_at=seoul(8, 14), days=1)[0] == seoul(9, 14)
        assert clock.due(received_at=seoul(8, 14), days=0)[1] == date(2026, 6, 8)


def test_hanbit_counts_calendar_days_and_moves_off_its_weekend() -> None:
    # Administration Act of Hanbit s. 12; Friday and Saturday are its weekend. Monday 8 June + 11 days is Friday the 19th.
    with use_country("xx"):
        assert clock.due(received_at=datetime(2026, 6, 8, 9, tzinfo=UTC), days=11)[1] == date(2026, 6, 22)


def test_hanbit_gives_back_calendar_days() -> None:
    with use_country("xx"):
        received = datetime(2026, 6, 8, 9, tzinfo=UTC)
        due_at, _day = clock.due(received_at=received, days=14)
        stopped = received + timedelta(days=2)
        _at, day = clock.resumed(due_at=due_at, stopped_at=stopped, now=stopped + timedelta(days=7), days=14)
        assert day == date(2026, 6, 29)


# Civil Act of Korea arts. 157, 161: the first day does not count, and a last day off gives way to the next working day.
@pytest.mark.parametrize(
    ("received", "last", "ten_later"),
    [(seoul(8, 9), date(2026, 7, 8), date(2026, 7, 20)), (seoul(4, 9), date(2026, 7, 6), date(2026, 7, 16))],
)
def test_calendar_days_of_the_law_run_over_days_off(received: datetime, last: date, ten_later: date) -> None:
    with use_country("kr"):
        due_at, day = clock.due(received_at=received, days=30, calendar_days=True)
        stopped = received + timedelta(days=2)
        now = stopped + timedelta(days=10)
        moved = clock.resumed(due_at=due_at, stopped_at=stopped, now=now, days=30, calendar_days=True)
    assert (day, moved[1]) == (last, ten_later)


moments = st.integers(0, 516 * 24 * 60).map(lambda minutes: seoul(1, 0, month=1) + timedelta(minutes=minutes))


@given(received=moments, days=st.integers(1, 5), stop=st.integers(0, 5000), rest=st.integers(0, 40_000))
def test_stopping_the_clock_of_a_short_period_loses_no_minute(
    received: datetime, days: int, stop: int, rest: int
) -> None:
    due = deadlines.due(received_at=received, days=days, counting=KOREA)
    stopped = received + timedelta(minutes=stop)
    resumed = stopped + timedelta(minutes=rest)
    if stopped > due:
        return
    moved = deadlines.resumed(due_at=due, stopped_at=stopped, resumed_at=resumed, days=days, counting=KOREA)
    left = deadlines.working_time(start=stopped, end=due, counting=KOREA)
    assert deadlines.working_time(start=resumed, end=moved, counting=KOREA) == left
    assert moved >= due


@given(received=moments, days=st.integers(6, 60), stop=st.integers(0, 60), rest=st.integers(0, 90))
def test_stopping_the_clock_of_a_long_period_loses_no_day(received: datetime, days: int, stop: int, rest: int) -> None:
    due = deadlines.due(received_at=received, days=days, counting=KOREA)
    stopped = received + timedelta(days=stop)
    resumed = stopped + timedelta(days=rest)
    if stopped > due:
        return
    moved = deadlines.resumed(due_at=due, stopped_at=stopped, resumed_at=resumed, days=days, counting=KOREA)

    def left(since: datetime, until: datetime) -> int:
        return deadlines.working_days(after=since.date(), until=until.date(), counting=KOREA)

    assert left(resumed, moved) == left(stopped, due)
    assert moved.time() == time(18)


@given(
    received=moments,
    days=st.integers(1, 30),
    pauses=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 9000)), max_size=5),
)
def test_any_series_of_pauses_only_ever_moves_the_due_moment_later(
    received: datetime, days: int, pauses: list[tuple[int, int]]
) -> None:
    due = deadlines.due(received_at=received, days=days, counting=KOREA)
    now = received
    for run, rest in pauses:
        stopped = now + timedelta(minutes=run)
        now = stopped + timedelta(minutes=rest)
        moved = deadlines.resumed(due_at=due, stopped_at=stopped, resumed_at=now, days=days, counting=KOREA)
        assert moved >= due
        assert is_working_day(moved.date())
        due = moved


def test_answering_before_asking_moves_nothing() -> None:
    due = seoul(16, 18)
    assert deadlines.resumed(due_at=due, stopped_at=seoul(9, 9), resumed_at=seoul(8, 9), days=7, counting=KOREA) == due


def test_a_calendar_without_working_days_is_told() -> None:
    never = Counting(is_working_day=lambda _day: False, last_day=lambda day, _days: day, zone=SEOUL, hours_up_to_days=5)
    with pytest.raises(deadlines.EndlessCalendar):
        deadlines.due(received_at=seoul(8, 9), days=1, counting=never)
