"""A question to be answered by yes or no, with what the law asks of turnout and of the majority."""

from collections.abc import Sequence
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


@dataclass(frozen=True, kw_only=True)
class DistrictVote:
    """What one district said: `cast` is all who took part there, `roll` all who could."""

    district: str
    yes: int
    no: int
    cast: int
    roll: int

    @property
    def carried(self) -> bool:
        """Whether more said yes than no; a tie carries nothing."""
        return self.yes > self.no


@dataclass(frozen=True, kw_only=True)
class JointVerdict:
    """What all districts decided together. `for_it`: how many of them carried it."""

    verdict: Verdict
    yes: int
    no: int
    for_it: int
    districts: int


def decide_jointly(*, votes: Sequence[DistrictVote], double: bool, turnout: Fraction = Fraction(0)) -> JointVerdict:
    """One question in several districts: the votes of all are added. Where `double`, more than half of the districts have to
    carry it, too, each counting once by its own result: so the Swiss Federal Constitution, art. 142 (2) and (3), asks for the
    people and the cantons.
    """
    yes, no, for_it = sum(one.yes for one in votes), sum(one.no for one in votes), sum(one.carried for one in votes)
    cast, roll = sum(one.cast for one in votes), sum(one.roll for one in votes)
    carried = yes > no and (not double or 2 * for_it > len(votes))
    verdict = Verdict.CARRIED if carried else Verdict.REJECTED
    if cast == 0 or cast < turnout * roll:
        verdict = Verdict.NO_QUORUM
    return JointVerdict(verdict=verdict, yes=yes, no=no, for_it=for_it, districts=len(votes))
