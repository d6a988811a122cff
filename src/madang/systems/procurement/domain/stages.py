"""Two-stage tenders: who is technically fit, and so whose price counts.

Korea: State Contracts Act Enforcement Decree art. 18: specifications or techniques are bid first and prices only by those found
fit (1) (2), or both envelopes come together and prices are opened of the fit alone (3), by criteria that were there to read
before (4). Art. 42 (3): the lowest price at or below the reserve price wins; art. 47 (1) no. 4: of equal prices the technically
better, of equal ones by lot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from madang.systems.procurement.domain.ranking import Points, Scores, panel_points

# Why a technical bid is unfit.
TOO_FEW_POINTS, UNQUALIFIED = "technical_minimum", "unqualified"


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalBid:
    """An opened technical bid: its scores by evaluator, and whether a review of qualification failed it."""

    number: str
    scores: Scores
    failed_review: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What comes of it: points of 100, exact, and the code of why it is unfit; '' where it is fit."""

    number: str
    points: Fraction
    why: str

    @property
    def fit(self) -> bool:
        """Whether its price counts."""
        return not self.why


def judge(
    *, bids: Sequence[TechnicalBid], criteria: Sequence[Points], least: Fraction, drop_from: int
) -> Mapping[str, Judged]:
    """Every bid by its number. `least` is in percent of all points that the panel gives."""
    most = sum(one.most for one in criteria if not one.by_formula)
    return {bid.number: _judged(bid, criteria, most, least, drop_from) for bid in bids}


def _judged(bid: TechnicalBid, criteria: Sequence[Points], most: int, least: Fraction, drop_from: int) -> Judged:
    given = sum(panel_points(scores=bid.scores, criteria=criteria, drop_from=drop_from).values(), Fraction(0))
    points = given * 100 / most if most else Fraction(0)
    why = UNQUALIFIED if bid.failed_review else TOO_FEW_POINTS if points < least else ""
    return Judged(number=bid.number, points=points, why=why)
