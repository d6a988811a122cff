"""The budget of the demonstration."""

from datetime import datetime

from madang.framework.values import Progress
from madang.systems.treasury.usecases import load_demo as loading
from madang.systems.treasury.usecases.load_accounts_demo import load_accounts_demo


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Three fiscal years with their lines, promises and payments; how many lines."""
    count = loading.load_demo(now=now, progress=progress)
    load_accounts_demo(now=now)
    return count
