"""The customs value of goods: by the transaction (WTO Valuation Agreement arts. 1 and 8), or as it was found by methods 2 to 6.

A country says whether transport to the port of importation belongs to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.law import Slot, slot
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge, Declaration, Item
from madang.systems.customs.domain.exchange_rates import converted, exchange_rate, whole
from madang.systems.customs.domain.words import Adjustment, ValuationMethod

TRANSPORT = (Adjustment.FREIGHT, Adjustment.INSURANCE, Adjustment.LOADING)
# What the price already pays for to the port of importation (Incoterms 2020 and the older DAT).
PAID_BY_SELLER: dict[str, frozenset[Adjustment]] = {
    **dict.fromkeys(("EXW", "FCA", "FAS", "FOB"), frozenset()),
    **dict.fromkeys(("CFR", "CPT"), frozenset({Adjustment.FREIGHT, Adjustment.LOADING})),
    **dict.fromkeys(("CIF", "CIP", "DAP", "DAT", "DPU", "DDP"), frozenset(TRANSPORT)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLaw:
    """Whether transport to the port of importation is part of the value (CIF) or not (FOB)."""

    with_transport: bool


VALUE_LAW: Slot[Callable[..., ValueLaw]] = slot("customs.value_law")


def value_law(*, on: date) -> ValueLaw:
    """The active country's law of the customs value."""
    return VALUE_LAW.filled(on=on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """The customs value of an item in whole minor units of the country's money; its price in the same."""

    value: int
    price: int


def value_items(
    *, declaration: Declaration, on: date, currency: str, stated: frozenset[int] = frozenset()
) -> tuple[Valued, ...]:
    """Each item's customs value; what is declared for all is shared by price. Raises NoExchangeRate.

    A value found by methods 2 to 6 is the item's declared customs value: this law does not guess it from a price. Of the items
    `stated` a valuation statement found it, by whichever method.
    """
    law = value_law(on=on)
    term = declaration.incoterm.code if declaration.incoterm else ""
    prices = [national(amount=item.price, on=on, currency=currency) for item in declaration.items]
    shares = _shared(_net(declaration.charges, term, law, on, currency), prices)
    return tuple(
        _valued(item, price, share + _net(item.charges, term, law, on, currency), on, currency, stated)
        for item, price, share in zip(declaration.items, prices, shares, strict=True)
    )


def _valued(item: Item, price: Decimal, adjusted: Decimal, on: date, currency: str, stated: frozenset[int]) -> Valued:
    found = item.sequence in stated or item.valuation not in (None, ValuationMethod.TRANSACTION)
    if found and item.customs_value is not None:
        value = national(amount=item.customs_value, on=on, currency=currency)
    else:
        value = max(price + adjusted, Decimal(0))
    return Valued(value=whole(amount=value), price=whole(amount=price))


def _net(charges: Sequence[Charge], term: str, law: ValueLaw, on: date, currency: str) -> Decimal:
    """What the charges add to the price (or take from it)."""
    paid = PAID_BY_SELLER.get(term, frozenset())
    return sum(
        (
            national(amount=charge.amount, on=on, currency=currency)
            * sign_of(kind=charge.kind, paid=paid, with_transport=law.with_transport)
            for charge in charges
        ),
        Decimal(0),
    )


def sign_of(*, kind: Adjustment, paid: frozenset[Adjustment], with_transport: bool) -> int:
    """1 where it is added, -1 where it is taken off, 0 where the price holds it already or the law leaves it out."""
    if kind in TRANSPORT:
        if with_transport:
            return 0 if kind in paid else 1
        return -1 if kind in paid else 0
    return -1 if kind.is_deduction else 1


def national(*, amount: Money | None, on: date, currency: str) -> Decimal:
    """The amount in minor units of the country's money, exact; nothing where there is none. Raises NoExchangeRate."""
    if amount is None:
        return Decimal(0)
    if amount.currency == currency:
        return Decimal(amount.minor)
    return converted(amount=amount, into=currency, rate=exchange_rate(currency=amount.currency, on=on).worth)


def _shared(total: Decimal, prices: Sequence[Decimal]) -> list[Decimal]:
    """The total shared by price, so that the shares sum to it exactly; equally where nothing has a price."""
    weights = prices if any(prices) else [Decimal(1)] * len(prices)
    whole_weight = sum(weights, Decimal(0))
    shares, given, passed = [], Decimal(0), Decimal(0)
    for weight in weights:
        passed += weight
        until = (total * passed / whole_weight).quantize(Decimal(1)) if passed < whole_weight else total
        shares.append(until - given)
        given = until
    return shares
