"""What things cost before, from awards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBefore:
    """One award, as a price of one unit (smallest units of the currency)."""

    award: str
    tender: str
    title: str
    on: date
    unit_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceHint:
    """The median unit price, and what it rests on."""

    unit_price: Decimal
    lowest: Decimal
    highest: Decimal
    rests_on: tuple[PaidBefore, ...]


def unit_price(*, minor: int, quantities: Iterable[Decimal]) -> Decimal | None:
    """The price of one unit of an award whose items are all alike; None where nothing was counted."""
    total = sum(quantities, Decimal(0))
    return Decimal(minor) / total if total > 0 else None


def hint(*, paid: Sequence[PaidBefore]) -> PriceHint | None:
    """The median of what was paid: half paid as much or less. None where nothing was bought yet."""
    if not paid:
        return None
    prices = [one.unit_price for one in paid]
    return PriceHint(unit_price=Decimal(median(prices)), lowest=min(prices), highest=max(prices), rests_on=tuple(paid))


def estimate(*, found: PriceHint, quantity: Decimal) -> int:
    """What so many would cost at the median, in smallest units."""
    return int((found.unit_price * quantity).to_integral_value(ROUND_HALF_EVEN))
