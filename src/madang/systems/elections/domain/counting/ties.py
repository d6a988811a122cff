"""Ties: an order of all candidates that was fixed before the count, by a lot that everybody can draw again."""

from collections.abc import Sequence
from hashlib import sha256

Precedence = Sequence[int]


def lot(*, seed: str, candidates: int) -> tuple[int, ...]:
    """The candidates in the order of a lot: by SHA-256 of seed and position.

    The seed is the hash of the closed board: nobody can choose it afterwards; whoever casts the last ballot could before.
    """
    return tuple(sorted(range(candidates), key=lambda one: sha256(f"{seed}|{one}".encode()).digest()))


def ordered(*, candidates: Sequence[int], precedence: Precedence) -> tuple[int, ...]:
    """These candidates, the one that prevails first."""
    place = {one: where for where, one in enumerate(precedence)}
    return tuple(sorted(candidates, key=place.__getitem__))
