"""Leaving goods of the demonstration: a ship that left with one export and a part of another, and one that is being loaded."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.law import pack
from madang.systems.customs.domain.declaration import Packages
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import (
    Call,
    CargoLine,
    CargoParty,
    Container,
    Conveyance,
    Direction,
    Manifest,
    MasterBill,
    Mode,
    PortCall,
    Role,
    Stowed,
    container_check_digit,
)
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.domain.words import Direction as Way
from madang.systems.customs.models import (
    BondedStore,
    CargoAt,
    ContainerStay,
    CustomsDeclaration,
    DepartureBill,
    DepartureManifest,
)
from madang.systems.customs.usecases.cargo.load_demo import demo_businesses, made_lodging
from madang.systems.customs.usecases.declarations.load_demo import demo_declaration, demo_owner
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.leaving.handle_departure import carry_in_leaving, load_all, report_departure
from madang.systems.customs.usecases.leaving.lodge_departure import lodge_departure

MACHINE = system_actor("customs.demo")
PORT, ABROAD = "KRINC", "USLGB"
BOXES = tuple(f"{one}{container_check_digit(number=one)}" for one in ("MDGU700001", "MDGU700002", "MDGU700003"))
EXPECTED = BOXES[2]


def load_leaving_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many bills of leaving goods there are then."""
    owner = demo_owner()
    quay = BondedStore.objects.filter(port=PORT, kind="quay").order_by("code").first()
    if owner is None or pack().code != "kr" or quay is None or DepartureManifest.objects.exists():
        return DepartureBill.objects.count()
    carrier = demo_businesses().get("minsu", "")
    whole, parts, waits = (_exported(f"DEMO-L{place}", owner, now) for place in (1, 2, 3))
    first = _lodged(
        "DEMO-D1",
        (_bill("DEMOL000001", _goods(1, whole, 10, BOXES[0])), _bill("DEMOL000002", _goods(1, parts, 6, BOXES[0]))),
        carrier,
        now - timedelta(days=1),
    )
    _carry_in(("DEMOL000001", "DEMOL000002"), quay, now)
    if all(one.state == DeclarationState.RELEASED.value for one in (whole, parts)):
        load_all(call=first, but={}, actor=MACHINE, now=now)
        report_departure(call=first, actor=MACHINE, now=now)
    _lodged(
        "DEMO-D2",
        (
            _bill("DEMOL000003", _goods(1, parts, 4, BOXES[1]), _goods(2, waits, 5, BOXES[1])),
            _bill("DEMOL000004", _goods(1, waits, 5, "")),
            *_transhipped(),
        ),
        carrier,
        now + timedelta(days=2),
        _empties(quay),
    )
    _carry_in(("DEMOL000003",), quay, now)
    return DepartureBill.objects.count()


def _exported(reference: str, owner: Actor, now: datetime) -> CustomsDeclaration:
    """An export of ten cartons."""
    told = demo_declaration(reference=reference, direction=Way.EXPORT)
    item = replace(told.items[0], packages=(Packages(count=10, kind="CT"),))
    return lodge_declaration(declaration=replace(told, items=(item,)), channel="page", actor=owner, now=now)


def _transhipped() -> tuple[MasterBill, ...]:
    """Goods of a ship that came, to be taken on: what lies at a store of the port and nobody declared."""
    there = CargoAt.objects.filter(
        spot="stored", bill__discharge=PORT, bill__released=0, bill__number__startswith="DEMOB"
    )
    one = there.select_related("bill").order_by("-bill__number").first()
    if one is None:
        return ()
    line = CargoLine(
        line=1,
        description=one.bill.description,
        packages=one.packages,
        package_kind="CT",
        gross_mass=Decimal(1200),
        arrived_under=one.bill.number,
    )
    return (_bill("DEMOL000005", line),)


def _goods(line: int, export: CustomsDeclaration, packages: int, box: str) -> CargoLine:
    return CargoLine(
        line=line,
        description=export.title,
        packages=packages,
        package_kind="CT",
        gross_mass=Decimal(24 * packages),
        export=export.number,
        stowed=(Stowed(container=box, packages=packages),) if box else (),
    )


def _bill(number: str, *lines: CargoLine) -> MasterBill:
    parties = (CargoParty(role=Role.CONSIGNEE, name="Harbour Trading"),)
    return MasterBill(number=number, loading=PORT, discharge=ABROAD, parties=parties, goods=lines)


def _empties(quay: BondedStore) -> tuple[Container, ...]:
    """One that came with an earlier ship and stands there, and one that is still to come by the gate."""
    there = ContainerStay.objects.filter(place=quay.code, packed=False, leaving=False, ended=False).order_by("number")
    numbers = [*there.values_list("number", flat=True)[:1], EXPECTED]
    return tuple(Container(number=one, size_type="45G1", full=False) for one in numbers)


def _lodged(
    reference: str,
    bills: tuple[MasterBill, ...],
    carrier: str,
    leaves: datetime,
    empties: tuple[Container, ...] = (),
) -> DepartureManifest:
    used = {stowed.container for bill in bills for line in bill.goods for stowed in line.stowed}
    manifest = Manifest(
        number=reference,
        mode=Mode.SEA,
        direction=Direction.EXPORT,
        reported_at=timezone.localtime(leaves).replace(tzinfo=None),
        carrier="MDGL",
        office="",
        conveyance=Conveyance(number="9000009", name="MADANG HORIZON"),
        voyage=f"30{reference[-1]}W",
        calls=(PortCall(place=PORT, kind=Call.DEPARTURE), PortCall(place=ABROAD, kind=Call.NEXT)),
        departs_at=timezone.localtime(leaves).replace(tzinfo=None),
        containers=(*(Container(number=one, size_type="22G1") for one in sorted(used)), *empties),
        bills=bills,
    )
    lodging = made_lodging(manifest=manifest, kind=Lodged.MASTER, lodger=carrier)
    return lodge_departure(lodging=lodging, actor=MACHINE, now=leaves - timedelta(days=3))


def _carry_in(bills: tuple[str, ...], quay: BondedStore, now: datetime) -> None:
    for number in bills:
        bill = DepartureBill.objects.get(number=number)
        carry_in_leaving(bill=bill, terminal=quay.code, actor=MACHINE, now=now)
