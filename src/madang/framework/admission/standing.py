"""How a queue stands: read once a second by each process, however many ask. When the database does not answer, the last
reading is told for a while; it says when it was made."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError, connection

from madang.framework.admission.domain import (
    Mode,
    Phase,
    Sample,
    measured,
    phase_of,
    poll_seconds,
    wait_seconds,
)
from madang.framework.admission.models import Door, Pace
from madang.framework.admission.usecases.call_turns import call_turns

FRESH_SECONDS = 1.0
STALE_SECONDS = 120.0
MEASURED_OVER = timedelta(minutes=5)
DEFAULT_STAY = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A queue at an instant. `per_second` is the measured pace, None where it is not known."""

    door: str
    phase: Phase
    at: datetime
    round: int = 0
    last_place: int = 0
    called: int = 0
    per_minute: int = 0
    per_second: float | None = None
    polls_per_second: int = 500
    stay: timedelta = DEFAULT_STAY
    opens_at: datetime | None = None
    lots_drawn: bool = True
    seed_digest: str = ""
    seed: str = ""

    @property
    def waiting(self) -> int:
        """How many places have not been called."""
        return self.last_place - self.called

    def ahead_of(self, place: int) -> int:
        """How many uncalled places come before this one."""
        return max(0, place - self.called - 1)

    def wait(self, place: int) -> float | None:
        """Seconds until this place's turn, at the measured pace; None where it is not known."""
        known = self.phase is Phase.QUEUE and self.lots_drawn and self.per_minute > 0
        return wait_seconds(ahead=self.ahead_of(place), per_second=self.per_second) if known and place else None

    def poll(self, place: int) -> int:
        """Seconds after which the holder of this place should ask again."""
        wait = self.wait(place)
        if self.phase is Phase.ARRIVING and self.opens_at is not None:
            # Not at the opening itself: those who wait come over the seconds after it, as polls are spread.
            wait = (self.opens_at - self.at).total_seconds() + self.last_place / max(self.polls_per_second, 1) / 2
        return poll_seconds(waiting=self.waiting, polls_per_second=self.polls_per_second, wait=wait)


class _Reading:
    """One process's last reading of one door."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.standing: Standing | None = None
        self.read_at = 0.0


_readings: dict[str, _Reading] = {}


def forget_standings() -> None:
    """The next question is read anew."""
    _readings.clear()


def standing(*, door: str, now: datetime, fresh: bool = False) -> Standing:
    """How `door` stands, at most a second ago; `fresh`: now. Calls the turns that are due."""
    reading = _readings.setdefault(door, _Reading())
    age = time.monotonic() - reading.read_at
    known = reading.standing
    if known is not None and age < FRESH_SECONDS and not fresh:
        return known
    if not reading.lock.acquire(blocking=known is None or fresh):
        # Somebody else in this process reads at this moment.
        return known  # type: ignore[return-value]
    try:
        reading.standing = _read(door, now)
        reading.read_at = time.monotonic()
    except DatabaseError:
        if known is None or age > STALE_SECONDS:
            raise
        connection.close()
        reading.read_at += FRESH_SECONDS
        return known
    finally:
        reading.lock.release()
    return reading.standing


def _read(code: str, now: datetime) -> Standing:
    door = Door.objects.filter(code=code).first()
    if door is None or door.mode == Mode.FREE:
        stay = timedelta(minutes=door.stay_minutes) if door else DEFAULT_STAY
        return Standing(door=code, phase=Phase.FREE, at=now, stay=stay)
    if door.mode == Mode.QUEUE:
        call_turns(door=code, now=now)
        door.refresh_from_db()
    return _told(door, now)


def _told(door: Door, now: datetime) -> Standing:
    seed = bytes(door.seed or b"")
    drawn = door.opens_at is None or door.lots_drawn_at is not None
    return Standing(
        door=door.code,
        phase=phase_of(mode=Mode(door.mode), opens_at=door.opens_at, now=now),
        at=now,
        round=door.round,
        last_place=door.last_place,
        called=door.called,
        per_minute=door.per_minute,
        per_second=_pace(door, now),
        polls_per_second=door.polls_per_second,
        stay=timedelta(minutes=door.stay_minutes),
        opens_at=door.opens_at,
        lots_drawn=drawn,
        seed_digest=sha256(seed).hexdigest() if seed else "",
        seed=seed.hex() if drawn else "",
    )


def _pace(door: Door, now: datetime) -> float | None:
    """Measured over the last five minutes, and never across a change of what the operator set."""
    since = max(now - MEASURED_OVER, door.changed_at)
    rows = Pace.objects.filter(door=door.code, round=door.round, at__gte=since).order_by("at")
    return measured([Sample(*row) for row in rows.values_list("at", "called", "waiting")])
