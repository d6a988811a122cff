"""How long answers take, by contract, since this process started."""

import threading
from collections import defaultdict
from dataclasses import dataclass


@dataclass(slots=True)
class Timing:
    """Counts and seconds of one contract."""

    answered: int = 0
    failed: int = 0
    seconds: float = 0.0
    slowest: float = 0.0


_lock = threading.Lock()
_timings: dict[str, Timing] = defaultdict(Timing)


def note(contract: str, *, seconds: float, failed: bool) -> None:
    """Count one answer."""
    with _lock:
        timing = _timings[contract]
        timing.answered += not failed
        timing.failed += failed
        timing.seconds += seconds
        timing.slowest = max(timing.slowest, seconds)


def timings() -> dict[str, Timing]:
    """A copy of the counts."""
    with _lock:
        return {name: Timing(t.answered, t.failed, t.seconds, t.slowest) for name, t in _timings.items()}
