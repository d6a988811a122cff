"""A question to be answered by yes or no, with what the law asks of turnout and of the majority."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """What a referendum decided."""

    CARRIED = "carried"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    """Too few took part: nothing is decided."""


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """What the law asks. `turnout` is a share of the roll; the majority is always more than half.

    Constitution of Korea (헌법) art. 130 (2): more than half of the roll votes, and more than half of those who vote say yes:
    `Quorum(turnout=Fraction(1, 2), turnout_exceeds=True, of_cast=True)`.
    """

    turnout: Fraction = Fraction(0)
    turnout_exceeds: bool = False
    of_cast: bool = False
    """The majority is of all votes cast, blank ones among them, and not of the valid ones alone."""


def decide(*, yes: int, no: int, blank: int, roll: int, quorum: Quorum) -> Verdict:
    """Turnout first, then the majority; exact fractions, no rounding."""
    cast, needed = yes + no + blank, quorum.turnout * roll
    if cast == 0 or cast < needed or (quorum.turnout_exceeds and cast == needed):
        return Verdict.NO_QUORUM
    base = cast if quorum.of_cast else yes + no
    return Verdict.CARRIED if 2 * yes > base else Verdict.REJECTED
