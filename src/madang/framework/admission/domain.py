"""How a queue moves and what can honestly be said of it. Plain Python: no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)
# Turns that fell due while nobody could come in (a restart, an outage) are not made up for in one rush.
CATCH_UP = timedelta(seconds=5)
# What is measured over less time or fewer turns than this says nothing.
LEAST_MEASURED = timedelta(seconds=30)
LEAST_TURNS = 3
SHORTEST_POLL, LONGEST_POLL = 5, 300


class Mode(StrEnum):
    """What the operator set: nobody waits; a queue; nobody new."""

    FREE = "free"
    QUEUE = "queue"
    CLOSED = "closed"


class Phase(StrEnum):
    """What the mode means now: a queue whose opening is still to come is `arriving`."""

    FREE = "free"
    ARRIVING = "arriving"
    QUEUE = "queue"
    CLOSED = "closed"


def phase_of(*, mode: Mode, opens_at: datetime | None, now: datetime) -> Phase:
    """The phase at `now`."""
    if mode is Mode.QUEUE and opens_at is not None and now < opens_at:
        return Phase.ARRIVING
    return Phase(mode.value)


@dataclass(frozen=True, slots=True)
class Step:
    """How far the queue has been called, and until when turns have been given out."""

    called: int
    advanced_at: datetime


def advance(
    *, called: int, last_place: int, per_minute: int, advanced_at: datetime, room: int | None, now: datetime
) -> Step:
    """Call the turns that fell due since `advanced_at`: `per_minute` of them, no more than wait, no more than `room` inside.

    What is left of a turn stays due, so that a rate keeps its pace however often this is asked, but for half a microsecond
    each time.
    """
    if per_minute <= 0:
        return Step(called, now)
    since = max(advanced_at, now - CATCH_UP - MINUTE / per_minute)
    due = max((now - since) * per_minute // MINUTE, 0)
    taken = max(min(due, last_place - called, due if room is None else room), 0)
    return Step(called + taken, since + MINUTE * taken / per_minute)


@dataclass(frozen=True, slots=True)
class Sample:
    """How far the queue had been called at an instant, and how many waited then."""

    at: datetime
    called: int
    waiting: int


def measured(samples: Sequence[Sample]) -> float | None:
    """Turns a second over the newest unbroken stretch in which somebody waited; None where too little was seen.

    `samples` are oldest first. While nobody waits the queue moves as slowly as people come, which says nothing of the wait.
    """
    first = len(samples)
    while first and samples[first - 1].waiting:
        first -= 1
    stretch = samples[first:]
    if len(stretch) < 2:
        return None
    took, turns = stretch[-1].at - stretch[0].at, stretch[-1].called - stretch[0].called
    return turns / took.total_seconds() if took >= LEAST_MEASURED and turns >= LEAST_TURNS else None


def wait_seconds(*, ahead: int, per_second: float | None) -> float | None:
    """How long until the turn of somebody with `ahead` people before them, at the measured pace; None where it is not known."""
    return None if not per_second else (ahead + 1) / per_second


def poll_seconds(*, waiting: int, polls_per_second: int, wait: float | None) -> int:
    """When a page should ask again, so that all who wait together ask no more than `polls_per_second` times a second.

    Whose turn is nearer than that asks when it comes. Never more often than every five seconds, nor more seldom than every
    five minutes: beyond `polls_per_second` times 300 people the limit gives way.
    """
    seconds = waiting / max(polls_per_second, 1)
    if wait is not None:
        seconds = min(seconds, wait)
    return int(min(max(seconds, SHORTEST_POLL), LONGEST_POLL))


def rounded_minutes(seconds: float) -> int:
    """A wait in minutes, as roughly as it can be known: to the minute up to ten, then to 5, 10 and 30."""
    minutes = max(1, -int(-seconds // 60))
    for most, unit in ((10, 1), (30, 5), (120, 10)):
        if minutes <= most:
            return -(-minutes // unit) * unit
    return -(-minutes // 30) * 30
