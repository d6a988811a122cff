"""Elections of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime

from madang.framework.values import Progress
from madang.systems.elections.usecases.counting.load_demo import load_counting_demo
from madang.systems.elections.usecases.preparation.load_demo import load_preparation_demo
from madang.systems.elections.usecases.voting.load_demo import load_voting_demo


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """What each room loads; how many rows in all."""
    rows = 0
    parts: tuple[tuple[str, Callable[..., int]], ...] = (
        ("preparation", load_preparation_demo),
        ("voting", load_voting_demo),
        ("counting", load_counting_demo),
    )
    for place, (what, load) in enumerate(parts):
        progress(f"elections: {what}", place, len(parts))
        rows += load(now=now)
    return rows
