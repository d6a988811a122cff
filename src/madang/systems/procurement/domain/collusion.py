"""Screens for collusion over opened bids. A screen finds a pattern that deserves a question; it proves nothing.

After: OECD, Guidelines for Fighting Bid Rigging in Public Procurement (2009), checklist for detecting bid rigging
(identical prices, patterns of winning, signs of a common author); Abrantes-Metz, Froeb, Geweke and Taylor, "A variance
screen for collusion", International Journal of Industrial Organization 24 (2006); Imhof, Karagök and Rutz, "Screening for
bid rigging: does it work?", Journal of Competition Law & Economics 14 (2018), for the coefficient of variation and the
relative distance.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb
from statistics import fmean, stdev


class Screen(StrEnum):
    """What was looked for."""

    IDENTICAL = "identical_prices"
    VARIATION = "price_variance"
    DISTANCE = "relative_distance"
    DEVICE = "shared_device"
    ROTATION = "bid_rotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bidding:
    """One opened bid: whose, how much, from which device (a hash, or nothing)."""

    supplier: str
    minor: int
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One lot of a group that meets again: who won it."""

    lot: int
    winner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on each screen asks; the pack's."""

    variation_percent: float
    relative_distance: float
    rotation_chance_percent: float
    least_bids: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A pattern: its figure, the limit that it crossed, and whose bids make it."""

    screen: Screen
    value: float
    threshold: float
    suppliers: tuple[str, ...]


def screen_lot(*, bids: Sequence[Bidding], limits: Limits) -> list[Finding]:
    """What one lot's bids show by themselves."""
    found = [*identical_prices(bids=bids), *shared_devices(bids=bids)]
    if len(bids) >= limits.least_bids:
        found += price_variance(bids=bids, limits=limits)
        found += relative_distance(bids=bids, limits=limits)
    return found


def identical_prices(*, bids: Sequence[Bidding]) -> list[Finding]:
    """The same price from two or more bidders (OECD checklist: "identical pricing"). The figure counts them."""
    return _shared(Screen.IDENTICAL, [(str(bid.minor), bid.supplier) for bid in bids])


def shared_devices(*, bids: Sequence[Bidding]) -> list[Finding]:
    """Bids of different bidders sent from one device (OECD checklist: signs of a common author). The figure counts them."""
    return _shared(Screen.DEVICE, [(bid.device, bid.supplier) for bid in bids if bid.device])


def price_variance(*, bids: Sequence[Bidding], limits: Limits) -> list[Finding]:
    """Bids that lie unusually near each other: standard deviation over mean, in percent (Abrantes-Metz et al. 2006)."""
    prices = [bid.minor for bid in bids]
    if len(prices) < 2:
        return []
    percent = 100 * stdev(prices) / fmean(prices)
    if percent >= limits.variation_percent:
        return []
    return [_finding(Screen.VARIATION, percent, limits.variation_percent, bids)]


def relative_distance(*, bids: Sequence[Bidding], limits: Limits) -> list[Finding]:
    """A winner far below losers who lie close together: the gap between the two lowest bids over the standard deviation of the
    losing bids (Imhof, Karagök and Rutz 2018). Above one, cover bids are a possible reason.
    """
    lowest, *losing = sorted(bid.minor for bid in bids)
    if len(losing) < 2 or not (spread := stdev(losing)):
        return []
    ratio = (losing[0] - lowest) / spread
    if ratio <= limits.relative_distance:
        return []
    return [_finding(Screen.DISTANCE, ratio, limits.relative_distance, bids)]


def bid_rotation(*, rounds: Sequence[Round], group: Sequence[str], limits: Limits) -> list[Finding]:
    """A group that wins in turns (OECD checklist: bid rotation). `rounds`: lots in which exactly these bid, oldest first.

    A lot counts as in turn where the winner is who has waited longest. Once all have won, chance would give one in the
    group's size; the figure is the chance, in percent, of at least as many in turn as were seen.
    """
    size = len(group)
    last: dict[str, int] = {}
    in_turn = judged = 0
    for place, one in enumerate(rounds):
        if len(last) == size:
            judged += 1
            in_turn += one.winner == min(last, key=last.__getitem__)
        last[one.winner] = place
    if size < 2 or judged < 1:
        return []
    percent = 100 * _at_least(in_turn, judged, 1 / size)
    if percent > limits.rotation_chance_percent:
        return []
    return [
        Finding(
            screen=Screen.ROTATION,
            value=percent,
            threshold=limits.rotation_chance_percent,
            suppliers=tuple(sorted(group)),
        )
    ]


def _at_least(successes: int, trials: int, chance: float) -> float:
    """The binomial chance of that many successes or more."""
    return float(sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(successes, trials + 1)))


def _shared(screen: Screen, pairs: Sequence[tuple[str, str]]) -> list[Finding]:
    holders: dict[str, set[str]] = defaultdict(set)
    for what, supplier in pairs:
        holders[what].add(supplier)
    counted = Counter({what: len(who) for what, who in holders.items() if len(who) > 1})
    return [
        Finding(screen=screen, value=float(count), threshold=2.0, suppliers=tuple(sorted(holders[what])))
        for what, count in sorted(counted.items())
    ]


def _finding(screen: Screen, value: float, threshold: float, bids: Sequence[Bidding]) -> Finding:
    suppliers = tuple(sorted({bid.supplier for bid in bids}))
    return Finding(screen=screen, value=value, threshold=threshold, suppliers=suppliers)
