"""Elections of the demonstration."""

from datetime import datetime

from madang.framework.values import Progress
from madang.systems.elections.usecases.preparation.load_demo import load_preparation_demo


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Elections that are over, open and announced, with and without rankings; how many rows in all."""
    progress("elections", 0, 1)
    return load_preparation_demo(now=now)
