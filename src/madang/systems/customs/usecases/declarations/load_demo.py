"""Declarations of the demonstration: released, to be paid, waiting for another agency, at work in an office, withdrawn."""

from datetime import datetime
from decimal import Decimal

from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.law import pack
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import (
    Declaration,
    Document,
    Incoterm,
    Item,
    Means,
    Quantity,
    Statement,
    Trader,
)
from madang.systems.customs.domain.requirements import SAID
from madang.systems.customs.domain.words import Direction, TransportMode
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.change_declaration import withdraw_declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration

GOODS = {
    "DEMO-1": ("6109101000", "면 티셔츠 / cotton T-shirts", "CN", 12_000_00, "H87"),
    "DEMO-2": ("8516710000", "커피메이커 / coffee makers", "CN", 8_400_00, "H87"),
    "DEMO-3": ("1905310000", "버터 비스킷 / butter biscuits", "DE", 5_100_00, "H87"),
    "DEMO-4": ("9004100000", "선글라스 / sunglasses", "IT", 9_900_00, "H87"),
}

FOOD_SAID = (
    Statement(type=SAID, code="MFR", text="Nordhain Backwaren"),
    Statement(type=SAID, code="PKD", text="2026-02-02"),
)


def load_declarations_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many declarations there are then. A country whose tariff lacks the goods has none."""
    owner = demo_owner()
    known = CustomsDeclaration.objects.filter(reference__startswith="DEMO-")
    if owner is None or pack().code != "kr" or known.exists():
        return CustomsDeclaration.objects.count()
    made = {name: demo_declared(name, owner, Direction.IMPORT, now) for name in GOODS}
    demo_paid(made["DEMO-1"], now)
    withdraw_declaration(number=made["DEMO-4"].number, version=1, reason="반송 / sent back", actor=owner, now=now)
    demo_declared("DEMO-5", owner, Direction.EXPORT, now)
    return CustomsDeclaration.objects.count()


def demo_owner() -> Actor | None:
    """Dohyun, who imports in his own name."""
    demo = pack().data("demo") or {}
    row = next((one for one in demo.get("residents", ()) if one["login"] == "dohyun"), None)
    if row is None:
        return None
    name = f"{row['family']['native']}{row['given']['native']}"
    return Actor(kind=ActorKind.RESIDENT, name=name, person=row["person"])


def demo_declared(reference: str, owner: Actor, direction: Direction, now: datetime) -> CustomsDeclaration:
    """One declaration of the demonstration, lodged."""
    told = demo_declaration(reference=reference, direction=direction)
    return lodge_declaration(declaration=told, channel="page", actor=owner, now=now)


def demo_declaration(*, reference: str, direction: Direction) -> Declaration:
    """What it says; goods that nothing else is said of are coffee makers."""
    commodity, description, origin, minor, unit = GOODS.get(reference, GOODS["DEMO-2"])
    here, abroad = pack().code.upper(), "CN" if direction is Direction.IMPORT else "US"
    imports = direction is Direction.IMPORT
    item = Item(
        sequence=1,
        commodity=commodity,
        description=description,
        origin=origin if imports else here,
        net_mass=Decimal(240),
        quantities=(Quantity(value=Decimal(300), unit=unit),),
        price=Money(minor, "USD"),
        statements=FOOD_SAID if reference == "DEMO-3" else (),
    )
    partner = Trader(name="Harbour Trading", country=abroad)
    return Declaration(
        direction=direction,
        reference=reference,
        items=(item,),
        seller=partner if imports else None,
        buyer=None if imports else partner,
        export_country=abroad if imports else here,
        destination_country=here if imports else abroad,
        border=Means(mode=TransportMode.SEA),
        incoterm=Incoterm(code="CIF" if imports else "FOB"),
        invoice_number=f"INV-{reference}",
        documents=(Document(type="380", number=f"INV-{reference}"),),
    )


def demo_paid(one: CustomsDeclaration, now: datetime) -> None:
    """Its levies are paid by transfer."""
    for levied in one.levies.filter(state="open"):
        take_transfer(
            number=levied.charge,
            amount=Money(levied.minor, levied.currency),
            reference=f"demo-{levied.charge}",
            in_suspense=False,
            now=now,
        )
