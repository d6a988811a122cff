"""Method 1: the value by the transaction, what is added to its price, and when it does not hold (WTO Valuation Agreement
arts. 1, 8, 15.4; Customs Act of Korea art. 30)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge
from madang.systems.customs.domain.exchange_rates import main_units, whole
from madang.systems.customs.domain.figures import written
from madang.systems.customs.domain.valuation import PAID_BY_SELLER, sign_of
from madang.systems.customs.domain.value_found import FindingLaw, ValueFailed, ValueFound, Why
from madang.systems.customs.domain.words import ValuationMethod

METHOD = ValuationMethod.TRANSACTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A sale for export, and what the law asks of it. `charges` are added or taken off by their kind; a buying commission is
    none of them.

    `restricted`: the buyer may not use or sell the goods freely, beyond what law, a region or no effect on value explains.
    `conditional`: the price hangs on something that has no amount. `proceeds_unknown`: proceeds of resale go to the seller and
    cannot be told. `unquantified`: an addition is due and no objective figure is at hand. Of related parties the price counts
    where the circumstances show it `uninfluenced`, or a test value lies near. `doubted`: customs asked for proof and
    was not content with it.
    """

    price: Money
    incoterm: str = ""
    charges: tuple[Charge, ...] = ()
    sold: bool = True
    restricted: bool = False
    conditional: bool = False
    proceeds_unknown: bool = False
    unquantified: bool = False
    related: bool = False
    uninfluenced: bool = False
    test_values: tuple[Money, ...] = ()
    doubted: bool = False


def value_of_sale(*, sale: Sale | None, under: FindingLaw) -> ValueFound | ValueFailed:
    """The price with what is added and taken off. Raises NoExchangeRate."""
    if sale is None:
        return under.failed(method=METHOD, whys=(Why.NO_FACTS,))
    found = _reckoned(sale, under)
    whys = tuple(_whys(sale, found.value, under))
    return under.failed(method=METHOD, whys=whys) if whys else found


def share_of_assist(*, value: Money, shipped: Decimal, over: Decimal) -> Money:
    """What of an assist (a mould, engineering) falls on a shipment, where its value is spread over so many units: those of this
    shipment, those made so far, or all that are expected (note to art. 8.1 (b) (ii)). Raises ValueError where none are."""
    if over <= 0 or shipped < 0 or shipped > over:
        raise ValueError("An assist is spread over at least as many units as are shipped.")
    return Money(whole(amount=Decimal(value.minor) * shipped / over), value.currency)


def near_test_value(*, value: int, test: int, percent: int) -> bool:
    """Whether a value lies within so many percent of a test value."""
    return abs(value - test) * 100 <= test * percent


def _reckoned(sale: Sale, under: FindingLaw) -> ValueFound:
    paid = PAID_BY_SELLER.get(sale.incoterm, frozenset())
    price = under.national(amount=sale.price)
    steps = [under.step(code="price", amount=price, method=METHOD, detail=_said(sale.price, under))]
    total = price
    for charge in sale.charges:
        sign = sign_of(kind=charge.kind, paid=paid, with_transport=under.with_transport)
        amount = sign * under.national(amount=charge.amount)
        total += amount
        steps.append(
            under.step(code=charge.kind.value, amount=amount, method=METHOD, detail=_said(charge.amount, under))
        )
    return ValueFound(method=METHOD, value=whole(amount=total), steps=tuple(steps))


def _whys(sale: Sale, value: int, under: FindingLaw) -> Iterator[Why]:
    told = {
        Why.NO_SALE: not sale.sold,
        Why.RESTRICTED: sale.restricted,
        Why.CONDITIONAL: sale.conditional,
        Why.PROCEEDS_UNKNOWN: sale.proceeds_unknown,
        Why.UNQUANTIFIED: sale.unquantified,
        Why.RELATED: sale.related and not sale.uninfluenced and not _near(sale, value, under),
        Why.DOUBTED: sale.doubted,
        Why.NOT_POSITIVE: sale.sold and value <= 0,
    }
    yield from (why for why, holds in told.items() if holds)


def _near(sale: Sale, value: int, under: FindingLaw) -> bool:
    """One test value is enough (art. 1.2 (b))."""
    tests = [whole(amount=under.national(amount=one)) for one in sale.test_values]
    return any(near_test_value(value=value, test=one, percent=under.terms.test_percent) for one in tests)


def _said(amount: Money, under: FindingLaw) -> str:
    """The foreign amount and its rate, where it is one."""
    if amount.currency == under.currency:
        return ""
    rate = under.rate(currency=amount.currency)
    return f"{amount.currency} {written(number=main_units(amount=amount))} × {written(number=rate)}"
