"""How far a long check is, for whoever waits."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""


def untold(_done: int, _of: int) -> None:
    """Nobody wants to know."""
