"""Methods 2 and 3: the value of identical or similar goods that was taken before (WTO Valuation Agreement arts. 2, 3, 15.2 with
their notes; Customs Act of Korea arts. 31, 32)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import whole
from madang.systems.customs.domain.figures import written
from madang.systems.customs.domain.value_found import (
    FindingLaw,
    Goods,
    Level,
    ValueFailed,
    ValueFound,
    Why,
)
from madang.systems.customs.domain.words import ValuationMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """Goods whose value by the transaction was taken: where that stands, what it was, for how much of them, when they were
    shipped, at which level; what of the value was carriage and insurance to the port.

    `level_percent` and `quantity_percent` change the price to the level and the quantity of the goods that are valued, as
    evidence (a price list) shows: -5 makes it five percent less, 0 that it makes no difference. None: nothing shows it, so
    goods of another level or quantity cannot be used. `doubted`: there is reason to doubt that value.
    """

    reference: str
    value: Money
    quantity: Decimal
    shipped_on: date
    origin: str
    producer: str = ""
    level: Level = Level.WHOLESALE
    transport: Money | None = None
    level_percent: Decimal | None = None
    quantity_percent: Decimal | None = None
    accepted: bool = True
    doubted: bool = False


def value_of_others(
    *, goods: Goods, others: tuple[Comparable, ...], method: ValuationMethod, under: FindingLaw, widely: bool = False
) -> ValueFound | ValueFailed:
    """The value of those most alike, the lowest where several are; `widely` as method 6 lets the time and the country be.

    Most alike: of the same producer, shipped the same day, at the same level, in the same quantity, in this order.
    Raises NoExchangeRate.
    """
    if not others:
        return under.failed(method=method, whys=(Why.NO_FACTS,))
    usable = [one for one in others if is_comparable(goods=goods, other=one, under=under, widely=widely)]
    if not usable:
        return under.failed(method=method, whys=(Why.NONE_COMPARABLE,))
    nearest = min(_distance(goods, one) for one in usable)
    found = [_valued(goods, one, method, under) for one in usable if _distance(goods, one) == nearest]
    return min(found, key=lambda one: one.value)


def is_comparable(*, goods: Goods, other: Comparable, under: FindingLaw, widely: bool = False) -> bool:
    """Whether another's value may be taken: accepted, of the same country and time, its differences known."""
    apart = abs((goods.shipped_on - other.shipped_on).days)
    near = apart <= (under.terms.season_days if goods.seasonal else under.terms.near_days)
    return (
        other.accepted
        and not other.doubted
        and other.quantity > 0
        and (widely or (near and other.origin == goods.origin))
        and (other.level is goods.level or other.level_percent is not None)
        and (other.quantity == goods.quantity or other.quantity_percent is not None)
    )


def _distance(goods: Goods, other: Comparable) -> tuple[bool, ...]:
    return (
        other.producer.casefold() != goods.producer.casefold(),
        other.shipped_on != goods.shipped_on,
        other.level is not goods.level,
        other.quantity != goods.quantity,
    )


def _valued(goods: Goods, other: Comparable, method: ValuationMethod, under: FindingLaw) -> ValueFound:
    value, carried = under.national(amount=other.value), under.national(amount=other.transport)
    bare = value - carried if under.with_transport else value
    share = bare * goods.quantity / other.quantity
    detail = f"{other.reference}: {written(number=goods.quantity)} / {written(number=other.quantity)}"
    steps = [under.step(code="others_price", amount=share, method=method, detail=detail)]
    total = share
    changes = (
        ("level_adjusted", other.level_percent if other.level is not goods.level else None),
        ("quantity_adjusted", other.quantity_percent if other.quantity != goods.quantity else None),
    )
    for code, percent in changes:
        if percent:
            change = total * percent / 100
            total += change
            steps.append(under.step(code=code, amount=change, method=method, detail=f"{written(number=percent)} %"))
    if under.with_transport and (goods.transport or other.transport):
        carriage = under.national(amount=goods.transport)
        total += carriage
        steps.append(under.step(code="own_transport", amount=carriage, method=method))
    return ValueFound(method=method, value=whole(amount=total), steps=tuple(steps))
