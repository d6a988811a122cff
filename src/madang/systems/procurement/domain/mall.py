"""What a price is on a day, what may be ordered, and when offers are compared first. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from madang.systems.procurement.domain.units import only_whole


class CatalogueState(StrEnum):
    """Where a catalogue stands."""

    SUBMITTED = "submitted"
    PUBLISHED = "published"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class OrderState(StrEnum):
    """Where an order stands; once confirmed it is a contract, which says the rest."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An item as an order needs it: whose, at which price, within which limits, and the days on which its price holds."""

    key: int
    supplier: str
    unspsc: str
    unit: str
    minor: int
    minimum: Decimal
    maximum: Decimal
    from_on: date
    until_on: date
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonLaw:
    """From which amount how many suppliers' offers are compared before an order (2단계 경쟁)."""

    from_minor: int
    offers: int


def counts_on(*, offer: Offer, on: date) -> bool:
    """Whether the price is to be had on a day: published, and the day within its days."""
    return offer.published and offer.from_on <= on <= offer.until_on


def quantity_fault(*, offer: Offer, quantity: Decimal) -> str:
    """The code of what is wrong with a quantity; empty if nothing is."""
    if quantity < offer.minimum:
        return "procurement.mall.below_minimum"
    if quantity > offer.maximum:
        return "procurement.mall.above_maximum"
    if only_whole(code=offer.unit) and quantity != quantity.to_integral_value():
        return "procurement.mall.not_whole"
    return ""


def line_total(*, minor: int, quantity: Decimal) -> int:
    """What a quantity costs, in whole minor units, half up."""
    return int((Decimal(minor) * quantity).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def comparable(*, wanted: Offer, quantity: Decimal, offers: Sequence[Offer], on: date) -> tuple[Offer, ...]:
    """The cheapest fitting offer of each supplier for the same commodity in the same unit, the cheapest first; the wanted one
    stands for its supplier.
    """
    best: dict[str, Offer] = {}
    for one in offers:
        fits = (one.unspsc, one.unit) == (wanted.unspsc, wanted.unit) and counts_on(offer=one, on=on)
        if fits and not quantity_fault(offer=one, quantity=quantity):
            held = best.get(one.supplier)
            if held is None or (one.minor, one.key) < (held.minor, held.key):
                best[one.supplier] = one
    best[wanted.supplier] = wanted
    return tuple(sorted(best.values(), key=lambda one: (one.minor, one.key)))


def must_compare(*, total: int, law: ComparisonLaw) -> bool:
    """Whether an order of this amount needs a comparison first."""
    return total >= law.from_minor


def comparison_fault(*, wanted: Offer, offers: Sequence[Offer], shown: int, reason: str, law: ComparisonLaw) -> str:
    """The code of what the comparison lacks; empty if nothing. `shown` is how many offers the buyer looked at: as many as the
    law asks for, or all where there are fewer. Another than the cheapest is taken for a reason.
    """
    if shown < min(law.offers, len(offers)):
        return "procurement.mall.not_compared"
    if offers and wanted.minor > offers[0].minor and not reason.strip():
        return "procurement.mall.reason_missing"
    return ""
