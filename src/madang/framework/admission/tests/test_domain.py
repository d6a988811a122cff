"""How the queue moves, without clock or database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from madang.framework.admission.domain import (
    CATCH_UP,
    Sample,
    advance,
    measured,
    poll_seconds,
    rounded_minutes,
    wait_seconds,
)

START = datetime(2027, 5, 1, 9, tzinfo=UTC)


@given(
    per_minute=st.integers(1, 6000),
    pauses=st.lists(st.floats(0.01, 4.9), min_size=1, max_size=60),
    last_place=st.integers(0, 100_000),
)
def test_the_rate_is_kept_however_often_and_unevenly_it_is_asked(
    per_minute: int, pauses: list[float], last_place: int
) -> None:
    called, since, now = 0, START, START
    for pause in pauses:
        now += timedelta(seconds=pause)
        step = advance(
            called=called, last_place=last_place, per_minute=per_minute, advanced_at=since, room=None, now=now
        )
        assert called <= step.called <= last_place
        called, since = step.called, step.advanced_at
    due = (now - START).total_seconds() * per_minute / 60
    # Instants have whole microseconds: half of one is lost or won each time.
    slack = 1e-6 + len(pauses) * 0.5e-6 * per_minute / 60
    assert called <= due + slack
    if called < last_place:
        assert called > due - 1 - slack


@given(gap=st.integers(6, 86_400), per_minute=st.integers(12, 6000))
def test_after_an_outage_nobody_rushes_in(gap: int, per_minute: int) -> None:
    now = START + timedelta(seconds=gap)
    step = advance(called=0, last_place=10**6, per_minute=per_minute, advanced_at=START, room=None, now=now)
    assert step.called <= per_minute * CATCH_UP.total_seconds() / 60 + 1


def test_a_slow_door_calls_one_after_its_time_and_a_full_or_standing_one_nobody() -> None:
    def called(*, seconds: int, per_minute: int = 2, room: int | None = None) -> int:
        now = START + timedelta(seconds=seconds)
        return advance(
            called=7, last_place=9, per_minute=per_minute, advanced_at=START, room=room, now=now
        ).called  # fmt: skip

    assert [called(seconds=each) for each in (0, 29, 30, 59)] == [7, 7, 8, 8]
    assert called(seconds=59, room=0) == 7
    assert called(seconds=59, per_minute=0) == 7
    assert called(seconds=59, per_minute=6000) == 9


def _samples(*calls: tuple[int, int, int]) -> list[Sample]:
    return [Sample(START + timedelta(seconds=second), called, waiting) for second, called, waiting in calls]


def test_nothing_is_said_before_enough_was_measured() -> None:
    assert measured([]) is None
    assert measured(_samples((0, 0, 9), (25, 50, 9))) is None
    assert measured(_samples((0, 0, 9), (60, 2, 9))) is None
    assert wait_seconds(ahead=10, per_second=None) is None


def test_the_wait_is_what_was_measured_while_people_waited() -> None:
    # Until second 60 nobody waited: how fast people came then says nothing of how fast the queue moves.
    pace = measured(_samples((0, 0, 0), (60, 3, 0), (70, 5, 40), (130, 125, 500)))
    assert pace == 2.0
    assert wait_seconds(ahead=119, per_second=pace) == 60.0


@given(waiting=st.integers(0, 150_000), most=st.integers(500, 5000))
def test_all_polls_together_stay_below_what_is_set(waiting: int, most: int) -> None:
    seconds = poll_seconds(waiting=waiting, polls_per_second=most, wait=None)
    assert 5 <= seconds <= 300
    assert waiting / (seconds + 1) <= most


def test_who_is_nearly_there_asks_when_the_turn_comes() -> None:
    assert poll_seconds(waiting=150_000, polls_per_second=500, wait=40.0) == 40
    assert poll_seconds(waiting=150_000, polls_per_second=500, wait=0.1) == 5


def test_a_wait_is_told_as_roughly_as_it_is_known() -> None:
    assert [rounded_minutes(60.0 * each) for each in (0.2, 1, 9.5, 11, 31, 119, 121)] == [1, 1, 10, 15, 40, 120, 150]
