"""Elections of the demonstration."""

from datetime import datetime

from madang.framework.values import Progress
from madang.systems.elections.usecases.preparation.load_demo import load_preparation_demo


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """One election that is over, one that is open, one that was announced; how many rows in all."""
    progress("elections", 0, 1)
    return load_preparation_demo(now=now)
