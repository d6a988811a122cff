"""The budget of the demonstration."""

from collections.abc import Callable
from datetime import datetime

from madang.systems.treasury.usecases import load_demo as loading

Progress = Callable[..., None]


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Three fiscal years with their lines, promises and payments; how many lines."""
    return loading.load_demo(now=now, progress=progress)
