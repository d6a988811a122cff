"""What would I pay: one line of the tariff, a price, an origin; assessed as a declaration of one item would be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Charge, Declaration, Document, Incoterm, Item, Quantity
from madang.systems.customs.domain.duty import orders_of
from madang.systems.customs.domain.regimes import regimes, tariff
from madang.systems.customs.domain.words import Adjustment, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to bring in."""

    commodity: str
    price: Money
    origin: str
    freight: Money | None = None  # of freight and insurance to the port, where the price does not hold them
    mass: Decimal | None = None
    count: Decimal | None = None
    preference: str = ""  # code of a regime, with the proof at hand
    own_use: str = ""  # code of the relief that is claimed
    within_quota: bool = False


def what_would_i_pay(*, asked: Asked, on: date) -> Assessed:
    """The steps and the sum. Raises DeclarationFaulty."""
    line = tariff().lines[asked.commodity]
    orders = frozenset(order for rate in line.on(day=on) for order in orders_of(duty=rate.duty))
    regime = regimes().get(asked.preference)
    kind = min(regime.proofs) if regime and regime.proofs else ""
    item = Item(
        sequence=1,
        commodity=line.code,
        origin=asked.origin,
        preference=asked.preference,
        proofs=(Document(type=kind, number="PROOF"),) if kind else (),
        price=asked.price,
        net_mass=asked.mass,
        quantities=(Quantity(value=asked.count, unit=line.unit),) if asked.count else (),
        additional_procedures=(asked.own_use,) if asked.own_use else (),
    )
    declaration = Declaration(
        direction=Direction.IMPORT,
        reference="what-would-i-pay",
        incoterm=Incoterm(code="FOB" if asked.freight else "CIF"),
        charges=(Charge(kind=Adjustment.FREIGHT, amount=asked.freight),) if asked.freight else (),
        items=(item,),
    )
    return assess(declaration=declaration, on=on, quotas=orders if asked.within_quota else frozenset())
