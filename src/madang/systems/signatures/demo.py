"""The trust services of the demonstration."""

from datetime import datetime

from madang.framework.values import Progress
from madang.systems.signatures.usecases import load_demo as loading


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Authorities, certificates of the named people, requests that wait; how many certificates."""
    count = loading.load_demo(now=now)
    progress("signatures", count, count)
    return count
