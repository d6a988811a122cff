"""What an amount pays of several."""

from collections.abc import Iterable


def in_turn(*, available: int, owed: Iterable[int]) -> tuple[int, ...]:
    """How much of `available` each gets, in their order, each wholly before the next; minor units, never less than nothing."""
    parts = []
    for minor in owed:
        part = min(available, minor)
        parts.append(part)
        available -= part
    return tuple(parts)
