"""Published examples of duties and taxes on imports, in the words of their sources (`worked_examples/duties.yaml`)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.declaration import Declaration, Document, Item, Quantity
from madang.systems.customs.domain.duty import AdValorem, Basis, reckon, write_duty
from madang.systems.customs.domain.exchange_rates import converted, whole
from madang.systems.customs.domain.origin import Material, Product
from madang.systems.customs.domain.origin_check import Terms, check_origin
from madang.systems.customs.domain.regimes import Claim, choose_rate, tariff
from madang.systems.customs.domain.words import Direction


def duty_on(*, dollars: int, rate_of_exchange: str, percent: str) -> int:
    """The duty on a CIF value in dollars at a rate of exchange and a rate of duty."""
    value = whole(amount=converted(amount=Money(dollars * 100, "USD"), into="KRW", rate=Decimal(rate_of_exchange)))
    basis = Basis(value=value, on=date(2026, 1, 1), quantities={}, digits=0)
    return whole(amount=reckon(duty=AdValorem(Decimal(percent)), basis=basis))


def taxes(*, commodity: str, value: int, origin: str, on: date, preference: str = "", to: int = 1) -> Mapping[str, int]:
    """Each levy on goods of a value in won, and their sum; the sum rounded down to `to` won, as a newspaper may tell it."""
    item = Item(
        sequence=1,
        commodity=commodity,
        origin=origin,
        price=Money(value, "KRW"),
        preference=preference,
        proofs=(Document(type="861", number="1"),) if preference else (),
        quantities=(Quantity(value=Decimal(1), unit="H87"),),
    )
    made = assess(declaration=Declaration(direction=Direction.IMPORT, reference="1", items=(item,)), on=on)
    return {levy.value: amount for levy, amount in made.totals} | {"payable": made.payable.minor // to * to}


def rate_on(
    *, commodity: str, on: date, origin: str = "", preference: str = "", kilograms: int = 1, value: int = 1000
) -> str:
    """The letter and the rate that apply to a line."""
    basis = Basis(value=value, on=on, quantities={"KGM": Decimal(kilograms)}, digits=0)
    claim = Claim(origin=origin, preference=preference, proven=bool(preference))
    choice = choose_rate(line=tariff().lines[commodity], claim=claim, basis=basis)
    return f"{choice.rate.regime} {write_duty(duty=choice.rate.duty)}"


def is_originating(*, rule: str, code: str, value: int, materials: Mapping[str, int]) -> bool:
    """Whether a product meets a rule of origin, with nothing tolerated."""
    parts = tuple(Material(code=one, value=worth) for one, worth in materials.items())
    return check_origin(rule=rule, product=Product(code=code, value=value, materials=parts), terms=Terms()).met
