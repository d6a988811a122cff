"""Ships, bills and containers of the demonstration, at the ports that the pack's `demo.yaml` names.

Bills that other rooms may refer to; their consignee is the first business of the pack (도현상회):

| bills | where |
|---|---|
| DEMOB000001 to DEMOB000012 | in a bonded warehouse of the first port, unloaded five days ago, nothing released |
| DEMOB000013 to DEMOB000016 | at its quay |
| DEMOB000017 to DEMOB000020 | aboard a ship that arrives tomorrow |

Goods by the number modulo six: 1 copying paper, 2 notebook computers, 3 coffee, 4 red wine, 5 T-shirts, 0 instant noodles;
ten packages each, 1,200 kg. Bills DEMOC… are others', for lists and the map.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from django.utils import timezone

from madang.exchange.own_businesses import businesses_of
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
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
from madang.systems.customs.models import BondedStore, CargoManifest, CargoPort, CustomsGuarantee
from madang.systems.customs.usecases.cargo.find_bill import goods_bills, standing_bill
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, carry_out, report_arrival, unload
from madang.systems.customs.usecases.cargo.lodge_manifest import PURPOSE, lodge_manifest
from madang.systems.customs.usecases.cargo.move_under_bond import Sending, send_under_bond
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.cargo.write_bills import Lodging
from madang.systems.customs.usecases.containers.handle_containers import gate_out, shift
from madang.systems.customs.usecases.name import SYSTEM

MACHINE = system_actor("customs.demo")
FORWARDER_WITHOUT_REGISTER = "0000000001"
GOODS = (
    ("라면 (instant noodles)", "190230"),
    ("복사용지 (copying paper)", "480256"),
    ("노트북 컴퓨터 (notebook computers)", "847130"),
    ("커피 생두 (coffee, not roasted)", "090111"),
    ("적포도주 (red wine, bottled)", "220421"),
    ("면 티셔츠 (cotton T-shirts)", "610910"),
)


@dataclass(frozen=True, kw_only=True)
class Ship:
    """A voyage of the demonstration: who lodges, when it arrives, to which port, which bills it carries."""

    name: str
    number: str
    voyage: str
    port: str
    arrives_at: datetime
    lodger: str
    forwarder: str
    mode: Mode = Mode.SEA
    empties: int = 0
    """How many empty containers it carries for its carrier."""


def load_cargo_demo(*, now: datetime) -> int:
    """Ports, stores, and what came by ship and aircraft; how many bills."""
    data = pack().data("demo").get("cargo")
    if not data or CargoPort.objects.exists():
        return 0
    numbers = demo_businesses()
    first, other = numbers.get("dohyun", FORWARDER_WITHOUT_REGISTER), numbers.get("minsu", FORWARDER_WITHOUT_REGISTER)
    CargoPort.objects.bulk_create(CargoPort(**port) for port in data["ports"])
    offices = {port["code"]: port["office"] for port in data["ports"]}
    for store in data["stores"]:
        keeper = numbers.get(store.get("keeper", ""), "")
        BondedStore.objects.create(**(store | {"keeper": keeper, "office": offices[store["port"]]}))
    guarantee = CustomsGuarantee.objects.create(
        number="DEMOG001",
        kind="insurance",
        issuer="보증보험 (demonstration)",
        paper="DEMO-G-1",
        office_code=data["ports"][0]["office"],
        party_key=first,
        party_name=next((row["name"] for row in pack().data("demo")["businesses"] if row["owner"] == "dohyun"), ""),
        limit_minor=500_000_000,
        currency=pack().currency,
        valid_from=date(timezone.localdate(now).year - 2, 1, 1),
        accepted_at=now,
        valid_until=date(timezone.localdate(now).year + 2, 1, 1),
    )
    main = data["ports"][0]["code"]
    _here(main, first, other, now)
    _coming(main, first, other, now)
    _before(main, first, other, guarantee, now)
    for place, port in enumerate(data["ports"][1:], 1):
        _other_port(place, port["code"], first, other, now)
    return sum(CargoManifest.objects.values_list("bills", flat=True))


def demo_businesses() -> dict[str, str]:
    """The registration number of the first business of each owner whom the pack names."""
    demo, found = pack().data("demo"), {}
    people = {row["login"]: row["person"] for row in demo["residents"] if row.get("account")}
    for owner in sorted({row["owner"] for row in demo["businesses"]}):
        businesses = businesses_of(person=people[owner], system=SYSTEM, purpose=PURPOSE, actor=MACHINE)
        named = [
            one.number for one in businesses if one.number and one.name in {row["name"] for row in demo["businesses"]}
        ]
        if named:
            found[owner] = named[0]
    return found


def _here(port: str, first: str, other: str, now: datetime) -> None:
    """A ship of last week, most of whose goods are in a store."""
    quay, store = _store(port, "quay"), _store(port, "warehouse")
    here = Ship(
        name="MADANG PIONEER",
        number="9000001",
        voyage="101E",
        port=port,
        arrives_at=now - timedelta(days=5),
        lodger=other,
        forwarder=first,
        empties=4,
    )
    call = _sail(here, [f"DEMOB{serial:06d}" for serial in range(1, 17)], now)
    _land(call, quay, {}, now - timedelta(days=5))
    for serial in range(1, 13):
        bill = standing_bill(number=f"DEMOB{serial:06d}")
        if bill.state == "landed":
            carry_in(bill=bill, store=store, actor=MACHINE, now=now - timedelta(days=4))
    first_box, second_box, *_others = [one.number for one in _empties(here)]
    shift(number=first_box, store=store, actor=MACHINE, now=now - timedelta(days=4))
    gate_out(number=second_box, actor=MACHINE, now=now - timedelta(days=3))


def _coming(port: str, first: str, other: str, now: datetime) -> None:
    """A ship that arrives tomorrow."""
    coming = Ship(
        name="MADANG VOYAGER",
        number="9000002",
        voyage="204W",
        port=port,
        arrives_at=now + timedelta(days=1),
        lodger=other,
        forwarder=first,
        empties=2,
    )
    _sail(coming, [f"DEMOB{serial:06d}" for serial in range(17, 21)], now)


def _before(port: str, first: str, other: str, guarantee: CustomsGuarantee, now: datetime) -> None:
    """A ship of last month: short and over, released and gone, on the road in time and late."""
    quay, store = _store(port, "quay"), _store(port, "warehouse")
    before = Ship(
        name="HAN RIVER",
        number="9000003",
        voyage="77N",
        port=port,
        arrives_at=now - timedelta(days=30),
        lodger=other,
        forwarder=first,
    )
    names = [f"DEMOC{serial:06d}" for serial in range(1, 25)]
    call = _sail(before, names, now - timedelta(days=31))
    _land(call, quay, {names[0]: 8, names[1]: 11}, now - timedelta(days=30))
    for name in names[:18]:
        bill = standing_bill(number=name)
        if bill.state == "landed":
            carry_in(bill=bill, store=_store(port, "designated"), actor=MACHINE, now=now - timedelta(days=29))
    for place, name in enumerate(names[4:10]):
        release_goods(bill=name, declaration=f"DEMOD{place:04d}", actor=MACHINE, now=now - timedelta(days=20))
        carry_out(
            bill=standing_bill(number=name),
            store=_store(port, "designated"),
            packages=10,
            actor=MACHINE,
            now=now - timedelta(days=19),
        )
    for name, days in ((names[10], 15), (names[11], 2)):
        sending = Sending(
            bill=standing_bill(number=name),
            packages=10,
            origin=_store(port, "designated"),
            to=store,
            guarantee=guarantee.number,
            secured_minor=2_000_000,
        )
        send_under_bond(sending=sending, actor=MACHINE, now=now - timedelta(days=days))


def _other_port(place: int, port: str, first: str, other: str, now: datetime) -> None:
    """A call a year and a half ago, of which something still lies there, and one of last week."""
    mode = Mode.AIR if BondedStore.objects.filter(port=port, kind="designated").count() == 0 else Mode.SEA
    for ago, serial in ((550, 100), (6, 110)):
        came = now - timedelta(days=ago)
        ship = Ship(
            name="MADANG STAR" if mode is Mode.SEA else "MD 701",
            number=f"90001{place}{serial % 100:02d}",
            voyage=f"{ago}",
            port=port,
            arrives_at=came,
            lodger=other,
            forwarder=first,
            mode=mode,
        )
        names = [f"DEMOC{place}{serial + one:05d}" for one in range(8)]
        call = _sail(ship, names, came - timedelta(days=1))
        _land(call, _store(port, "quay"), {}, came)
        for name in names[:6]:
            bill = standing_bill(number=name)
            if bill.state == "landed":
                carry_in(bill=bill, store=_store(port, "warehouse"), actor=MACHINE, now=came + timedelta(days=1))
        if ago > 100:
            for name in names[2:]:
                bill = standing_bill(number=name)
                release_goods(bill=name, declaration=f"DEMOE{name[5:]}", actor=MACHINE, now=came + timedelta(days=3))
                where = _store(port, "warehouse" if bill.state == "stored" else "quay")
                carry_out(bill=bill, store=where, packages=10, actor=MACHINE, now=came + timedelta(days=4))


def _store(port: str, kind: str) -> str:
    return str(BondedStore.objects.filter(port=port, kind=kind).order_by("code").values_list("code", flat=True)[0])


def _land(call: CargoManifest, quay: str, counted: dict[str, int], at: datetime) -> None:
    report_arrival(call=call, actor=MACHINE, now=at)
    if goods_bills(call=call).exists():
        unload(call=call, quay=quay, counted=counted, actor=MACHINE, now=at + timedelta(hours=5))


def _sail(ship: Ship, names: list[str], now: datetime) -> CargoManifest:
    """The carrier's manifest and the forwarder's: four house bills to a master and, by sea, to a container."""
    masters = list(_masters(ship, names))
    boxes = _boxes(ship, len(masters)) if ship.mode is Mode.SEA else ()
    houses = [
        MasterBill(
            number=one.number,
            loading=one.loading,
            discharge=one.discharge,
            houses=tuple(_house(ship, name, boxes[place] if boxes else None) for name in below),
        )
        for place, (one, below) in enumerate(zip(masters, batched_names(names), strict=True))
    ]
    at = min(now, ship.arrives_at - timedelta(hours=12))
    _lodge(ship, Lodged.HOUSE, houses, boxes, at)
    return _lodge(ship, Lodged.MASTER, masters, (*boxes, *_empties(ship)), at)


def batched_names(names: list[str]) -> Iterator[list[str]]:
    """Four at a time."""
    return (names[start : start + 4] for start in range(0, len(names), 4))


def _masters(ship: Ship, names: list[str]) -> Iterator[MasterBill]:
    for below in batched_names(names):
        lines = tuple(_goods(line, name, None) for line, name in enumerate(below, 1))
        yield MasterBill(
            number=f"MDGL{below[0][4:]}",
            loading="CNSHA",
            discharge=ship.port,
            parties=(CargoParty(role=Role.FORWARDER, name="Madang Forwarding", number=ship.forwarder),),
            goods=lines,
        )


def _house(ship: Ship, name: str, box: Container | None) -> Bill:
    parties = (
        CargoParty(role=Role.CONSIGNOR, name="Shanghai Orchid Trading"),
        CargoParty(role=Role.CONSIGNEE, name=_consignee(), number=ship.forwarder),
    )
    return Bill(number=name, loading="CNSHA", discharge=ship.port, parties=parties, goods=(_goods(1, name, box),))


def _consignee() -> str:
    return str(pack().data("demo")["businesses"][0]["name"])


def _goods(line: int, name: str, box: Container | None) -> CargoLine:
    description, commodity = GOODS[int(name[-6:]) % len(GOODS)]
    return CargoLine(
        line=line,
        description=description,
        packages=10,
        package_kind="CT",
        gross_mass=Decimal(1200),
        commodity=commodity,
        stowed=(Stowed(container=box.number, packages=10),) if box else (),
    )


def _boxes(ship: Ship, count: int) -> tuple[Container, ...]:
    return tuple(
        Container(number=number, size_type="22G1", seals=(Seal(number=f"S{number[4:10]}"),))
        for number in (_numbered(ship, place) for place in range(1, count + 1))
    )


def _empties(ship: Ship) -> tuple[Container, ...]:
    """Empty containers of a ship, numbered after those with goods."""
    numbers = (_numbered(ship, 90 + place) for place in range(ship.empties))
    return tuple(Container(number=one, size_type="45G1", full=False) for one in numbers)


def _numbered(ship: Ship, place: int) -> str:
    first = f"MDGU{ship.number[-4:]}{place:02d}"
    return f"{first}{container_check_digit(number=first)}"


def _lodge(
    ship: Ship, kind: Lodged, bills: list[MasterBill], boxes: tuple[Container, ...], now: datetime
) -> CargoManifest:
    arrives = timezone.localtime(ship.arrives_at).replace(tzinfo=None)
    manifest = Manifest(
        number=f"{ship.voyage}-{ship.port}-{kind.value}",
        mode=ship.mode,
        direction=Direction.IMPORT,
        reported_at=timezone.localtime(now).replace(tzinfo=None),
        office="",
        carrier="MDGL",
        conveyance=Conveyance(number=ship.number, name=ship.name),
        voyage=ship.voyage,
        calls=(PortCall(place="CNSHA", kind=Call.LAST), PortCall(place=ship.port, kind=Call.ARRIVAL)),
        arrives_at=arrives,
        containers=boxes,
        bills=tuple(bills),
    )
    lodger = ship.lodger if kind is Lodged.MASTER else ship.forwarder
    lodging = made_lodging(manifest=manifest, kind=kind, lodger=lodger)
    return lodge_manifest(lodging=lodging, actor=MACHINE, now=now)


def made_lodging(*, manifest: Manifest, kind: Lodged, lodger: str) -> Lodging:
    """A manifest that was made here and never sent, with a digest of what it says."""
    digest = sha256(repr(manifest).encode()).hexdigest()
    return Lodging(manifest=manifest, kind=kind, source="api", digest=digest, lodger=lodger)
