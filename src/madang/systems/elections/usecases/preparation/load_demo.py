"""The demonstration of this room."""

from datetime import datetime


def load_preparation_demo(*, now: datetime) -> int:
    """Nothing yet."""
    return 0
