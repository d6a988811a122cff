"""Ties: an order of all candidates that was fixed before the count, by law or by a lot that everybody can draw again."""

from collections.abc import Sequence
from hashlib import sha256

Precedence = Sequence[int]


def lot(*, seed: str, candidates: int) -> tuple[int, ...]:
    """The candidates in the order of a lot: by SHA-256 of seed and position.

    The seed is the hash of the closed board: nobody knew it before the poll was closed, and nobody can choose it afterwards.
    """
    return tuple(sorted(range(candidates), key=lambda one: sha256(f"{seed}|{one}".encode()).digest()))


def by_seniority(*, born: Sequence[str]) -> tuple[int, ...]:
    """The elder first; `born` holds ISO days of birth. Of the same day, who stands first on the ballot paper.

    Public Official Election Act (공직선거법) art. 188 (1): where the most votes are equal, the elder is elected.
    """
    return tuple(sorted(range(len(born)), key=lambda one: (born[one], one)))


def ordered(*, candidates: Sequence[int], precedence: Precedence) -> tuple[int, ...]:
    """These candidates, the one that prevails first."""
    place = {one: where for where, one in enumerate(precedence)}
    return tuple(sorted(candidates, key=place.__getitem__))
