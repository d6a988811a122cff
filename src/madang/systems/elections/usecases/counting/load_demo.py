"""The demonstration of this room."""

from datetime import datetime


def load_counting_demo(*, now: datetime) -> int:
    """Nothing yet."""
    return 0
