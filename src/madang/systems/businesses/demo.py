"""The business register of the demonstration."""

from datetime import datetime

from madang.framework.values import Progress
from madang.systems.businesses.usecases import load_demo as loading
from madang.systems.businesses.usecases.open_demo_cases import open_demo_cases


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Businesses of the demo people and of a share of the adults, and some open cases; how many businesses."""
    count = loading.load_demo(population=population, now=now, progress=progress)
    open_demo_cases(now=now)
    return count
