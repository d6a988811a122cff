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
    """What the law asks. Shares are of the roll (`turnout`, `yes_of_roll`) or of the votes (`yes`).

    Constitution of Korea (헌법) art. 130 (2): more than half of the roll votes, and more than half of those who vote say yes:
    `Quorum(turnout=Fraction(1, 2), turnout_exceeds=True, of_cast=True)`.
    """

    turnout: Fraction = Fraction(0)
    turnout_exceeds: bool = False
    yes: Fraction = Fraction(1, 2)
    yes_exceeds: bool = True
    yes_of_roll: Fraction = Fraction(0)
    of_cast: bool = False
    """The majority is of all votes cast, blank ones among them, and not of the valid ones alone."""


def decide(*, yes: int, no: int, blank: int, roll: int, quorum: Quorum) -> Verdict:
    """Turnout first, then the share of the roll, then the majority; exact fractions, no rounding."""
    cast, valid = yes + no + blank, yes + no
    if not _reaches(cast, roll, quorum.turnout, exceeds=quorum.turnout_exceeds) or cast == 0:
        return Verdict.NO_QUORUM
    base = cast if quorum.of_cast else valid
    enough = _reaches(yes, base, quorum.yes, exceeds=quorum.yes_exceeds)
    carried = enough and _reaches(yes, roll, quorum.yes_of_roll, exceeds=False)
    return Verdict.CARRIED if carried else Verdict.REJECTED


def turnout(*, cast: int, roll: int) -> Fraction:
    """The share of the roll that voted; nobody of nobody is none."""
    return Fraction(cast, roll) if roll else Fraction(0)


def _reaches(part: int, whole: int, share: Fraction, *, exceeds: bool) -> bool:
    return part > share * whole if exceeds else part >= share * whole
