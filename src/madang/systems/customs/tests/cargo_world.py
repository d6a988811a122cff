"""Ships, bills and stores for the tests of cargo."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.identity.tests.browsers import standing_mandate
from madang.framework.values import Party
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import (
    Bill,
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
    Seal,
    Stowed,
    container_check_digit,
)
from madang.systems.customs.models import BondedStore, CargoManifest, CustomsGuarantee
from madang.systems.customs.usecases import permissions
from madang.systems.customs.usecases.cargo.load_demo import made_lodging
from madang.systems.customs.usecases.cargo.lodge_manifest import lodge_manifest

# A Monday; 10:00 in Seoul.
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
MACHINE = system_actor("test")
OFFICER = Actor(
    kind=ActorKind.OFFICIAL,
    name="금새론",
    account_id=None,
    duties=(Duty(office_code="KCS-020", office_name="인천세관", code=permissions.CARGO),),
)
CARRIER, FORWARDER, KEEPER, STRANGER = "1018100001", "1018100002", "1018100003", "1018100004"


def acting(number: str) -> Actor:
    """Somebody who acts for a business in matters of cargo."""
    scope = ("customs.cargo:*",)
    key = standing_mandate(number, person="person-dohyun", scope=scope, now=NOW)
    acted = ActingFor(party=Party.business(number), mandate_id=key, scope=scope, name="도현상회")
    return Actor(kind=ActorKind.RESIDENT, name="박도현", person="person-dohyun", acting_for=acted)


def container_number(serial: int) -> str:
    """A container number with its check digit."""
    first = f"MDGU{serial:06d}"
    return f"{first}{container_check_digit(number=first)}"


def line(packages: int = 10, *, mass: str = "100", container: str = "", description: str = "복사용지") -> CargoLine:
    """Goods in cartons."""
    return CargoLine(
        line=1,
        description=description,
        packages=packages,
        package_kind="CT",
        gross_mass=Decimal(mass),
        commodity="480256",
        stowed=(Stowed(container=container, packages=packages),) if container else (),
    )


def direct(number: str, *lines: CargoLine, forwarder: str = "", **other: Any) -> MasterBill:
    """A master bill; consolidated where a forwarder is named."""
    parties = [
        CargoParty(role=Role.CONSIGNOR, name="Shanghai Paper"),
        CargoParty(role=Role.CONSIGNEE, name="도현상회", number=FORWARDER),
    ]
    if forwarder:
        parties.append(CargoParty(role=Role.FORWARDER, name="F", number=forwarder))
    given: dict[str, Any] = {"loading": "CNSHA", "discharge": "KRINC", "parties": tuple(parties)} | other
    return MasterBill(number=number, goods=lines or (line(),), **given)


def house(number: str, *lines: CargoLine) -> Bill:
    """A house bill."""
    return Bill(number=number, loading="CNSHA", discharge="KRINC", goods=lines or (line(),))


def _packed(number: str) -> Container:
    return Container(number=number, size_type="22G1", seals=(Seal(number=f"S{number[-4:]}"),))


def manifest(
    *bills: MasterBill, reference: str = "R1", containers: tuple[str | Container, ...] = (), **other: Any
) -> Manifest:
    """A ship from Shanghai to Incheon."""
    given: dict[str, Any] = {
        "mode": Mode.SEA,
        "direction": Direction.IMPORT,
        "reported_at": datetime.fromisoformat("2026-03-08T09:00"),
        "office": "KCS-020",
        "carrier": "MDGL",
        "conveyance": Conveyance(number="9074729", name="MADANG PIONEER", flag="KR"),
        "voyage": "012E",
        "calls": (PortCall(place="CNSHA", kind=Call.LAST), PortCall(place="KRINC", kind=Call.ARRIVAL)),
        "arrives_at": datetime.fromisoformat("2026-03-09T08:00"),
        "containers": tuple(one if isinstance(one, Container) else _packed(one) for one in containers),
    }
    return Manifest(number=reference, bills=tuple(bills), **(given | other))


def lodged(
    given: Manifest, *, kind: Lodged = Lodged.MASTER, lodger: str = CARRIER, actor: Actor = MACHINE
) -> CargoManifest:
    """The manifest as it is kept."""
    lodging = made_lodging(manifest=given, kind=kind, lodger=lodger)
    return lodge_manifest(lodging=lodging, actor=actor, now=NOW)


def stores() -> None:
    """A quay and a store at Incheon, a warehouse in Busan, and a guarantee of a million won."""
    for code, kind, port in (
        ("02000001", "quay", "KRINC"),
        ("02000002", "designated", "KRINC"),
        ("03000003", "warehouse", "KRPUS"),
    ):
        BondedStore.objects.create(
            code=code,
            kind=kind,
            name=f"창고 {code}",
            name_en=f"Store {code}",
            port=port,
            office="KCS-020",
            keeper=KEEPER,
        )
    CustomsGuarantee.objects.create(
        number="G1",
        kind="insurance",
        party_key=FORWARDER,
        limit_minor=1_000_000,
        currency="KRW",
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
        accepted_at=NOW,
    )


QUAY, STORE, WAREHOUSE = "02000001", "02000002", "03000003"
