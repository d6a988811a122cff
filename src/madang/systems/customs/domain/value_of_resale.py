"""Method 4: the value led back from what the goods are sold for in the country (WTO Valuation Agreement art. 5 and its note;
Customs Act of Korea art. 33, Decree art. 27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import main_units, whole
from madang.systems.customs.domain.figures import written
from madang.systems.customs.domain.value_found import (
    FindingLaw,
    Goods,
    ValueFailed,
    ValueFound,
    ValueStep,
    Why,
)
from madang.systems.customs.domain.words import ValuationMethod

METHOD = ValuationMethod.DEDUCTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Resold:
    """Goods sold in the country: how many at which price each, when. A sale to a related person, or to one who supplied an
    assist, does not count (art. 5.1 (a), note 4 to art. 5)."""

    quantity: Decimal
    unit_price: Money
    sold_on: date
    related: bool = False
    assisted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resale:
    """What is sold in the country of these, identical or similar goods, and what is taken off, of each unit.

    Either `commission`, or the usual addition for profit and general expenses as a percentage of the price. `transport` is that
    inside the country; `carriage` the one to it, which is taken off where it is no part of the value. `taxes` are known
    amounts; `duty_percent` is a duty upon the value itself. `processing` is what working them up after importation added
    (the importer asks for it: art. 5.2), None where they are `processed` and it is not known.
    """

    sales: tuple[Resold, ...]
    commission: Money | None = None
    margin_percent: Decimal | None = None
    transport: Money | None = None
    carriage: Money | None = None
    taxes: Money | None = None
    duty_percent: Decimal = Decimal(0)
    processed: bool = False
    processing: Money | None = None


def value_of_resale(
    *, goods: Goods, resale: Resale | None, under: FindingLaw, widely: bool = False
) -> ValueFound | ValueFailed:
    """The unit price of the greatest aggregate quantity less what arose after importation, for all the goods; `widely` with
    the longer time of method 6. Raises NoExchangeRate."""
    if resale is None or not resale.sales:
        return under.failed(method=METHOD, whys=(Why.NO_FACTS,))
    days = under.terms.late_resale_days if widely else under.terms.resale_days
    counted = tuple(_counted(resale.sales, under.on, days))
    whys = []
    if not counted:
        whys.append(Why.NO_RESALE)
    if resale.processed and resale.processing is None:
        whys.append(Why.PROCESSING_UNKNOWN)
    if whys:
        return under.failed(method=METHOD, whys=tuple(whys))
    found = _led_back(goods, resale, counted, under)
    return found if found.value > 0 else under.failed(method=METHOD, whys=(Why.NOT_POSITIVE,))


def greatest_aggregate(*, sales: tuple[Resold, ...]) -> tuple[Money, Decimal]:
    """The unit price at which most units were sold, and how many; the lowest of several such prices (note to art. 5)."""
    sums: dict[Money, Decimal] = {}
    for one in sales:
        sums[one.unit_price] = sums.get(one.unit_price, Decimal(0)) + one.quantity
    return max(sums.items(), key=lambda entry: (entry[1], -entry[0].minor))


def _counted(sales: tuple[Resold, ...], on: date, days: int) -> Iterator[Resold]:
    for one in sales:
        if one.quantity > 0 and not one.related and not one.assisted and abs((one.sold_on - on).days) <= days:
            yield one


def _led_back(goods: Goods, resale: Resale, counted: tuple[Resold, ...], under: FindingLaw) -> ValueFound:
    price, units = greatest_aggregate(sales=counted)
    each = under.national(amount=price)
    told = f"{written(number=goods.quantity)} × {price.currency} {written(number=main_units(amount=price))}"
    steps, rest = [_times(goods, "unit_price", each, under, f"{told} ({written(number=units)})")], each
    for code, amount, detail in _deductions(resale, each, under):
        if amount:
            rest -= amount
            steps.append(_times(goods, code, -amount, under, detail))
    if resale.duty_percent:
        # The duty is one upon the value that is looked for: what is left is the value and the duty on it.
        duty = rest * resale.duty_percent / (100 + resale.duty_percent)
        rest -= duty
        steps.append(_times(goods, "duty_in_price", -duty, under, f"{written(number=resale.duty_percent)} %"))
    return ValueFound(method=METHOD, value=whole(amount=rest * goods.quantity), steps=tuple(steps))


def _deductions(resale: Resale, each: Decimal, under: FindingLaw) -> Iterator[tuple[str, Decimal, str]]:
    if resale.commission is not None:
        yield "resale_commission", under.national(amount=resale.commission), ""
    elif resale.margin_percent is not None:
        percent = resale.margin_percent
        yield "margin", each * percent / 100, f"{written(number=percent)} %"
    yield "resale_transport", under.national(amount=resale.transport), ""
    if not under.with_transport:
        yield "carriage", under.national(amount=resale.carriage), ""
    yield "resale_taxes", under.national(amount=resale.taxes), ""
    if resale.processed:
        yield "processing", under.national(amount=resale.processing), ""


def _times(goods: Goods, code: str, each: Decimal, under: FindingLaw, detail: str) -> ValueStep:
    """A step of one unit, for all of them."""
    return under.step(code=code, amount=each * goods.quantity, method=METHOD, detail=detail)
