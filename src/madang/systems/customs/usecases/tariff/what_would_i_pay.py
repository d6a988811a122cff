"""What would I pay: one line of the tariff, a price, an origin; assessed as a declaration of one item would be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Charge, Declaration, Document, Incoterm, Item, Quantity, Trader
from madang.systems.customs.domain.measures import Measure, orders_on, with_measures
from madang.systems.customs.domain.regimes import regimes, tariff
from madang.systems.customs.domain.words import Adjustment, Direction
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on


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
    supplier: str = ""  # who sells the goods, where a measure names suppliers


def what_would_i_pay(*, asked: Asked, on: date, measures: tuple[Measure, ...] | None = None) -> Assessed:
    """The steps and the sum; `measures` are those that stand that day, for whoever asks several times. Raises
    DeclarationFaulty."""
    standing = measures_on(day=on) if measures is None else measures
    line = with_measures(line=tariff().lines[asked.commodity], measures=standing)
    orders = orders_on(line=line, day=on)
    regime = regimes().get(asked.preference)
    kind = min(regime.proofs) if regime and regime.proofs else ""
    item = Item(
        sequence=1,
        commodity=line.code,
        origin=asked.origin,
        consignor=Trader(name=asked.supplier) if asked.supplier else None,
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
    within = orders if asked.within_quota else frozenset[str]()
    return assess(declaration=declaration, on=on, quotas=within, measures=standing)
