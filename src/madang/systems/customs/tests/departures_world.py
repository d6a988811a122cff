"""Ships that leave, for the tests of departures: a carrier's manifest whose lines name exports."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from madang.systems.customs.domain.declaration import Packages
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Call as PlaceOf
from madang.systems.customs.domain.manifest import (
    CargoLine,
    CargoParty,
    Container,
    Direction,
    Manifest,
    MasterBill,
    PortCall,
    Role,
    Stowed,
)
from madang.systems.customs.domain.words import Direction as Way
from madang.systems.customs.models import CustomsDeclaration, DepartureManifest
from madang.systems.customs.tests.cargo_world import CARRIER, MACHINE, NOW, manifest
from madang.systems.customs.tests.cargo_world import line as plain_line
from madang.systems.customs.tests.declarations_world import acting, declaration
from madang.systems.customs.usecases.cargo.load_demo import made_lodging
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.leaving.lodge_departure import lodge_departure


def exported(reference: str = "X-1", packages: int = 10) -> CustomsDeclaration:
    """A released export of so many cartons."""
    told = declaration(reference, direction=Way.EXPORT, destination_country="US", export_country="KR")
    item = replace(told.items[0], packages=(Packages(count=packages, kind="CT"),))
    one = lodge_declaration(declaration=replace(told, items=(item,)), channel="api", actor=acting(), now=NOW)
    assert one.state == "released"
    return one


def goods(packages: int = 10, *, line: int = 1, export: str = "", arrived_under: str = "", box: str = "") -> CargoLine:
    """A line of cartons that leaves."""
    stowed = (Stowed(container=box, packages=packages),) if box else ()
    told = plain_line(packages)
    return replace(told, line=line, export=export, arrived_under=arrived_under, stowed=stowed)


def leaving_bill(number: str, *lines: CargoLine, forwarder: str = "", **other: Any) -> MasterBill:
    """A bill from Incheon to Long Beach."""
    parties = (CargoParty(role=Role.FORWARDER, name="F", number=forwarder),) if forwarder else ()
    given: dict[str, Any] = {"loading": "KRINC", "discharge": "USLGB", "parties": parties} | other
    return MasterBill(number=number, goods=lines, **given)


def departure(
    *bills: MasterBill, reference: str = "D1", boxes: tuple[str | Container, ...] = (), **other: Any
) -> Manifest:
    """A ship from Incheon to Long Beach."""
    given: dict[str, Any] = {
        "direction": Direction.EXPORT,
        "voyage": "013W",
        "calls": (PortCall(place="KRINC", kind=PlaceOf.DEPARTURE), PortCall(place="USLGB", kind=PlaceOf.NEXT)),
        "arrives_at": None,
        "departs_at": datetime.fromisoformat("2026-03-10T08:00"),
    }
    return manifest(*bills, reference=reference, containers=boxes, **(given | other))


def lodge_leaving(given: Manifest, *, kind: Lodged = Lodged.MASTER, lodger: str = CARRIER) -> DepartureManifest:
    """The manifest as it is kept."""
    lodging = made_lodging(manifest=given, kind=kind, lodger=lodger)
    return lodge_departure(lodging=lodging, actor=MACHINE, now=NOW)
