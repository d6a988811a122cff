"""The second round of the mall (2단계 경쟁): suppliers of one thing offer below their framework prices. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from madang.systems.procurement.domain.mall import ComparisonLaw


class RoundState(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    """Offers come; nobody sees them."""
    OPENED = "opened"
    """The offers are seen; the buyer orders."""
    ORDERED = "ordered"
    ENDED = "ended"
    """Nothing was ordered, for a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a supplier offers: the price of one unit, and when it said so."""

    key: int
    minor: int
    offered_at: datetime


def competes(*, by_class: Mapping[str, int], unspsc: str, law: ComparisonLaw) -> bool:
    """Whether what an order takes of one class is so much that its suppliers offer once more. `by_class`: amounts by class."""
    return by_class.get(unspsc, 0) >= law.from_minor


def offer_fault(*, minor: int, framework: int) -> str:
    """The code of what is wrong with an offer; empty if nothing is. Nobody asks for more than the framework price."""
    if minor < 1:
        return "procurement.mall.no_price"
    return "procurement.mall.above_framework" if minor > framework else ""


def ranked(*, offers: Sequence[Offered]) -> tuple[Offered, ...]:
    """The lowest first; of equal prices the earlier."""
    return tuple(sorted(offers, key=lambda one: (one.minor, one.offered_at, one.key)))


def needs_reason(*, offers: Sequence[Offered], chosen: int) -> bool:
    """Whether another offer is cheaper than the chosen one."""
    price = next(one.minor for one in offers if one.key == chosen)
    return any(one.minor < price for one in offers)
