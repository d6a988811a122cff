"""Who wins: every way of choosing, in exact arithmetic, so that nobody's computer ranks differently.

Korea: State Contracts Act art. 10 (2) (the winner); its Enforcement Decree arts. 42 (lowest price at or below the reserve
price,
qualification review), 43 (negotiation: best value), 47 (drawing lots between equals). Contract Rules on qualification
review and on
contracts by negotiation (panel scores without the highest and the lowest, technical minimum).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from madang.systems.procurement.domain.reserve_price import draws_fit, lower_limit, tie_key
from madang.systems.procurement.domain.words import AwardBy

Scores = Mapping[str, Mapping[str, int]]
"""By evaluator, by criterion: points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the notice and the law of its day fixed. Percentages are exact; `drop_from` is the least number of evaluators from
    which the highest and the lowest total are dropped.
    """

    by: AwardBy
    lower_limit: Fraction | None = None
    drop_from: int = 0
    technical_minimum: Fraction = Fraction(0)
    discount: Fraction = Fraction(0)
    years: int = 0
    low_of_mean: Fraction | None = None
    low_of_estimate: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A published criterion and its most points."""

    code: str
    most: int
    by_formula: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedBid:
    """An opened bid as far as the ranking looks at it. `excluded` is the code of a decision against it (qualification review,
    unexplained price), empty where there is none.
    """

    number: str
    sha256: str
    minor: int
    draws: tuple[int, ...] = ()
    costs: tuple[int, ...] | None = None
    scores: Scores = field(default_factory=dict)
    excluded: str = ""
    technical: Fraction = Fraction(0)
    """Technical points of the first of two stages: of equal prices the technically better wins (Decree art. 47 (1) no. 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a bid came in: `place` is 0 where it is out, and `why` the code of the reason. `value` is what was compared."""

    number: str
    place: int
    value: Fraction | None
    why: str = ""
    points: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What is common to the lot's bids: the lottery's key, and the reserve price where one was drawn."""

    key: bytes
    reserve: int | None
    criteria: tuple[Points, ...] = ()


def price_points(*, most: int, lowest: int, minor: int) -> Fraction:
    """Points for a price: all for the lowest, else in proportion to it."""
    return Fraction(most * lowest, minor)


def panel_points(*, scores: Scores, criteria: Sequence[Points], drop_from: int) -> Mapping[str, Fraction]:
    """The panel's average by criterion. From `drop_from` evaluators on (0: never), who gave the highest total and who gave the
    lowest are left out; of equal totals, the first by name.
    """
    scored = [one for one in criteria if not one.by_formula]
    counted = sorted(scores, key=lambda name: (sum(scores[name].values()), name))
    if drop_from and len(counted) >= max(drop_from, 3):
        _lowest, *rest = counted
        highest = min(rest, key=lambda name: (-sum(scores[name].values()), name))
        counted = [name for name in rest if name != highest]
    if not counted:
        return {one.code: Fraction(0) for one in scored}
    return {one.code: Fraction(sum(scores[name][one.code] for name in counted), len(counted)) for one in scored}


def present_value(*, minor: int, costs: Iterable[int], discount: Fraction) -> Fraction:
    """Price and yearly costs in today's money; the first year's cost is discounted by one year."""
    rate = 1 + discount / 100
    return minor + sum((cost / rate**year for year, cost in enumerate(costs, start=1)), Fraction(0))


def abnormally_low(*, minor: int, prices: Sequence[int], estimate: int, rules: Rules) -> str:
    """By which rule a price must be explained before it may win: `mean` (of the lot's bids, three at least), `estimate`, or
    ''.
    """
    if rules.low_of_mean is not None and len(prices) >= 3:
        mean = Fraction(sum(prices), len(prices))
        if minor * 100 < mean * rules.low_of_mean:
            return "mean"
    if rules.low_of_estimate is not None and minor * 100 < estimate * rules.low_of_estimate:
        return "estimate"
    return ""


def out_of(*, bid: RankedBid, rules: Rules, lot: Lot, points: Mapping[str, Fraction]) -> str:
    """The code of why a bid cannot win; '' where it can."""
    if bid.excluded:
        return bid.excluded
    if lot.reserve is not None:
        if not draws_fit(draws=bid.draws):
            return "draws"
        if bid.minor > lot.reserve:
            return "above_reserve"
        if rules.lower_limit is not None and bid.minor < lower_limit(reserve=lot.reserve, percent=rules.lower_limit):
            return "below_limit"
    if rules.by is AwardBy.LIFECYCLE_COST and not _costs_fit(bid.costs, rules):
        return "costs"
    if rules.by is AwardBy.BEST_VALUE:
        most = sum(one.most for one in lot.criteria if not one.by_formula)
        if sum(points.values(), Fraction(0)) * 100 < most * rules.technical_minimum:
            return "technical_minimum"
    return ""


def _costs_fit(costs: Sequence[int] | None, rules: Rules) -> bool:
    return costs is not None and len(costs) == rules.years and all(cost >= 0 for cost in costs)


def rank(*, bids: Sequence[RankedBid], rules: Rules, lot: Lot) -> tuple[Place, ...]:
    """All bids, the winner first, who is out last (by number). The order in which they are given makes no difference."""
    panel = {
        bid.number: panel_points(scores=bid.scores, criteria=lot.criteria, drop_from=rules.drop_from)
        if rules.by is AwardBy.BEST_VALUE
        else {}
        for bid in bids
    }
    why = {bid.number: out_of(bid=bid, rules=rules, lot=lot, points=panel[bid.number]) for bid in bids}
    able = [bid for bid in bids if not why[bid.number]]
    lowest = min((bid.minor for bid in able), default=0)

    worth = {bid.number: _value(bid, panel[bid.number], lowest, rules, lot) for bid in able}

    def order(bid: RankedBid) -> tuple[Fraction, Fraction, bytes]:
        return *_order(bid, worth[bid.number][0], panel, rules), tie_key(key=lot.key, bid=bid.sha256)

    ranked = [
        Place(number=bid.number, place=place, value=worth[bid.number][0], points=worth[bid.number][1])
        for place, bid in enumerate(sorted(able, key=order), start=1)
    ]
    out = sorted(bid.number for bid in bids if why[bid.number])
    return (*ranked, *(Place(number=one, place=0, value=None, why=why[one], points=panel[one]) for one in out))


def _value(
    bid: RankedBid, panel: Mapping[str, Fraction], lowest: int, rules: Rules, lot: Lot
) -> tuple[Fraction, Mapping[str, Fraction]]:
    """What is compared, and the points that it is made of."""
    if rules.by is AwardBy.LIFECYCLE_COST:
        return present_value(minor=bid.minor, costs=bid.costs or (), discount=rules.discount), {}
    if rules.by is AwardBy.BEST_VALUE:
        formula = {
            one.code: price_points(most=one.most, lowest=lowest, minor=bid.minor)
            for one in lot.criteria
            if one.by_formula
        }
        points = {**panel, **formula}
        return sum(points.values(), Fraction(0)), points
    return Fraction(bid.minor), {}


def _order(
    bid: RankedBid, value: Fraction, panel: Mapping[str, Mapping[str, Fraction]], rules: Rules
) -> tuple[Fraction, Fraction]:
    """Smaller comes first: the price or cost, and of equal ones the technically better; or the points, and of equal points
    those with more from the panel."""
    if rules.by is AwardBy.BEST_VALUE:
        return -value, -sum(panel[bid.number].values(), Fraction(0))
    return value, -bid.technical
