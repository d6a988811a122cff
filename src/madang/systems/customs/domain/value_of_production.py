"""Method 5: the value reckoned up from what producing the goods cost (WTO Valuation Agreement art. 6 and its note;
Customs Act of Korea art. 34, Decree art. 28)."""

from dataclasses import dataclass
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import whole
from madang.systems.customs.domain.value_found import FindingLaw, Goods, ValueFailed, ValueFound, Why
from madang.systems.customs.domain.words import ValuationMethod

METHOD = ValuationMethod.COMPUTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """What all the goods cost their producer: materials, work, containers and packing, assists; profit and general expenses,
    which are taken together (note 5 to art. 6).

    `documented`: the producer's accounts are at hand and agree with the rules of accounting of its country. Where the
    producer's own profit and general expenses are not those usual for goods of the class, `usual` takes their place.
    """

    materials: Money
    work: Money
    packing: Money | None = None
    assists: Money | None = None
    profit_and_expenses: Money | None = None
    usual: Money | None = None
    documented: bool = True


def value_of_production(*, goods: Goods, production: Production | None, under: FindingLaw) -> ValueFound | ValueFailed:
    """The sum of it all, with the carriage of the goods where that belongs to the value. Raises NoExchangeRate."""
    if production is None:
        return under.failed(method=METHOD, whys=(Why.NO_FACTS,))
    if not production.documented:
        return under.failed(method=METHOD, whys=(Why.NO_ACCOUNTS,))
    usual = production.usual is not None
    parts = [
        ("materials", production.materials),
        ("work", production.work),
        ("packing_cost", production.packing),
        ("assists", production.assists),
        ("usual_profit" if usual else "profit_and_expenses", production.usual or production.profit_and_expenses),
    ]
    if under.with_transport:
        parts.append(("own_transport", goods.transport))
    steps, total = [], Decimal(0)
    for code, part in parts:
        amount = under.national(amount=part)
        if amount:
            total += amount
            steps.append(under.step(code=code, amount=amount, method=METHOD))
    found = ValueFound(method=METHOD, value=whole(amount=total), steps=tuple(steps))
    return found if found.value > 0 else under.failed(method=METHOD, whys=(Why.NOT_POSITIVE,))
