"""The facts that the answers of the wizard make."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge
from madang.systems.customs.domain.exchange_rates import of_main_units
from madang.systems.customs.domain.find_value import ValueFacts
from madang.systems.customs.domain.value_by_reason import Basis, Reasonable
from madang.systems.customs.domain.value_found import Goods, Level
from madang.systems.customs.domain.value_of_production import Production
from madang.systems.customs.domain.value_of_resale import Resale
from madang.systems.customs.domain.value_of_sale import Sale
from madang.systems.customs.web.valuation.forms import ASKED
from madang.systems.customs.web.valuation.rows import comparables_in, money_of, resold_in

Answers = Mapping[str, Any]


def facts_from(*, answers: Answers, doubted: bool = False) -> ValueFacts | None:
    """All that was answered so far; None where not even the goods are known. `doubted`: customs does not take the price."""
    if not answers.get("quantity") or not answers.get("shipped_on"):
        return None
    goods = Goods(
        quantity=answers["quantity"],
        unit=answers["unit"],
        shipped_on=answers["shipped_on"],
        origin=answers.get("origin", "").upper(),
        producer=answers.get("producer", "").strip(),
        level=Level(answers.get("level") or Level.WHOLESALE.value),
        seasonal=bool(answers.get("seasonal")),
        transport=_own(answers.get("transport")),
    )
    return ValueFacts(
        goods=goods,
        sale=_sale(answers, doubted=doubted),
        identical=comparables_in(text=answers.get("identical", ""))[0],
        similar=comparables_in(text=answers.get("similar", ""))[0],
        resale=_resale(answers),
        production=_production(answers),
        reasonable=_reasonable(answers),
        computed_first=bool(answers.get("computed_first")),
    )


def _sale(answers: Answers, *, doubted: bool) -> Sale | None:
    currency = (answers.get("currency") or "").upper()
    if not currency:
        return None
    return Sale(
        price=of_main_units(number=answers.get("price") or Decimal(0), currency=currency),
        incoterm=answers.get("incoterm") or "",
        charges=tuple(
            Charge(kind=kind, amount=of_main_units(number=answers[kind.value], currency=currency))
            for kind in ASKED
            if answers.get(kind.value)
        ),
        sold=bool(answers.get("sold")),
        restricted=bool(answers.get("restricted")),
        conditional=bool(answers.get("conditional")),
        proceeds_unknown=bool(answers.get("proceeds_unknown")),
        unquantified=bool(answers.get("unquantified")),
        related=bool(answers.get("related")),
        uninfluenced=bool(answers.get("uninfluenced")),
        test_values=tuple(money_of(number=Decimal(one)) for one in answers.get("test_values") or ()),
        doubted=doubted,
    )


def _resale(answers: Answers) -> Resale | None:
    sales, _faults = resold_in(text=answers.get("resold", ""))
    if not sales:
        return None
    return Resale(
        sales=sales,
        commission=_own(answers.get("resale_commission")),
        margin_percent=answers.get("margin"),
        transport=_own(answers.get("resale_transport")),
        carriage=_own(answers.get("carriage")),
        taxes=_own(answers.get("resale_taxes")),
        duty_percent=answers.get("duty") or Decimal(0),
        processed=bool(answers.get("processed")),
        processing=_own(answers.get("processing")),
    )


def _production(answers: Answers) -> Production | None:
    if not answers.get("materials") and not answers.get("work"):
        return None
    currency = (answers.get("cost_currency") or pack().currency).upper()

    def cost(name: str) -> Money | None:
        return of_main_units(number=answers[name], currency=currency) if answers.get(name) else None

    return Production(
        materials=cost("materials") or Money(0, currency),
        work=cost("work") or Money(0, currency),
        packing=cost("packing_cost"),
        assists=cost("supplied"),
        profit_and_expenses=cost("profit_and_expenses"),
        usual=cost("usual_profit"),
        documented=bool(answers.get("documented")),
    )


def _reasonable(answers: Answers) -> Reasonable | None:
    if not answers.get("basis"):
        return None
    return Reasonable(
        basis=Basis(answers["basis"]), amount=_own(answers.get("amount")), words=(answers.get("words") or "").strip()
    )


def _own(number: Decimal | None) -> Money | None:
    """In the money of the country."""
    return money_of(number=number) if number else None
