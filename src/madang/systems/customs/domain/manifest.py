"""What a carrier reports of a ship or aircraft that comes or leaves: the voyage, its bills with their houses, the containers
with their seals.

The words are those of CUSCAR (UN/EDIFACT D.95B). Places are UN/LOCODE, packages UN/ECE Recommendation 21, container types
ISO 6346; masses are kilograms, volumes cubic metres. Times are local to the place named, without a zone, as the message
writes them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from madang.framework.values import Fault

CONTAINER = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
# ISO 6346 (1995): length, height and width, type group and its detail.
SIZE_TYPE = re.compile(r"[1-4A-HK-NP-R][024-689C-FL-NP][GVBSRHUPTA][0-9A-Z]")


class Function(StrEnum):
    """What the report does to an earlier one of the same number."""

    ORIGINAL = "original"
    REPLACE = "replace"
    CHANGE = "change"
    """Of the bills that it names, each said whole."""
    CANCEL = "cancel"


class Mode(StrEnum):
    """How the conveyance travels."""

    SEA = "sea"
    RAIL = "rail"
    ROAD = "road"
    AIR = "air"


class Direction(StrEnum):
    """What the cargo is about to do at this place."""

    EXPORT = "export"
    IMPORT = "import"
    TRANSIT = "transit"
    TRANSHIPMENT = "transhipment"


class Call(StrEnum):
    """What a place is to the voyage."""

    LAST = "last"
    """The port called at before."""
    ARRIVAL = "arrival"
    """The port to which a report of arriving goods is made."""
    DEPARTURE = "departure"
    """The port to which a report of leaving goods is made."""
    NEXT = "next"
    """The port called at after."""
    ROUTING = "routing"
    """Another port of the voyage."""


class Role(StrEnum):
    """What a party is to a bill."""

    CONSIGNOR = "consignor"
    CONSIGNEE = "consignee"
    NOTIFY = "notify"
    FORWARDER = "forwarder"


class Sealer(StrEnum):
    """Who set a seal."""

    CARRIER = "carrier"
    SHIPPER = "shipper"
    CUSTOMS = "customs"
    TERMINAL = "terminal"


@dataclass(frozen=True, kw_only=True, slots=True)
class PortCall:
    """A place of the voyage."""

    place: str
    kind: Call


@dataclass(frozen=True, kw_only=True, slots=True)
class Conveyance:
    """The ship, aircraft or vehicle: its IMO number or registration, its name, the country of its flag."""

    number: str
    name: str = ""
    flag: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoParty:
    """A party to a bill; `number` is its registration where known (a business number), never a resident number."""

    role: Role
    name: str
    number: str = ""
    street: tuple[str, ...] = ()
    city: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """A seal on a container."""

    number: str
    sealer: Sealer = Sealer.CARRIER


@dataclass(frozen=True, kw_only=True, slots=True)
class Container:
    """Transport equipment: its ISO 6346 number and size-and-type code, whether it is full, its seals, its mass with goods. One
    that is not full belongs to no bill: the carrier moves it for itself."""

    number: str
    size_type: str
    full: bool = True
    seals: tuple[Seal, ...] = ()
    gross_mass: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stowed:
    """How many packages of a goods line lie in which container."""

    container: str
    packages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoLine:
    """Goods of one kind under a bill. `commodity` is an HS heading or longer, empty where the carrier does not say it."""

    line: int
    description: str
    packages: int
    package_kind: str
    gross_mass: Decimal
    volume: Decimal | None = None
    marks: tuple[str, ...] = ()
    commodity: str = ""
    dangerous: str = ""
    """The UN number of dangerous goods."""
    stowed: tuple[Stowed, ...] = ()
    export: str = ""
    """The export declaration by which the goods leave. Goods of two declarations are two lines."""
    arrived_under: str = ""
    """The bill under which they came, where they are transhipped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bill:
    """A contract of carriage: a house bill (or waybill) of a forwarder, where it stands below a master."""

    number: str
    loading: str
    discharge: str
    delivery: str = ""
    parties: tuple[CargoParty, ...] = ()
    goods: tuple[CargoLine, ...] = ()

    def packages(self) -> int:
        """Of all its goods."""
        return sum(line.packages for line in self.goods)

    def gross_mass(self) -> Decimal:
        """Of all its goods, in kilograms."""
        return sum((line.gross_mass for line in self.goods), Decimal(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class MasterBill(Bill):
    """The carrier's bill. Without houses it is a direct bill; with houses its goods say what they are together."""

    houses: tuple[Bill, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """A cargo report as it was sent."""

    number: str
    function: Function = Function.ORIGINAL
    reason: str = ""
    """Why it replaces, changes or cancels an earlier one."""
    mode: Mode
    direction: Direction
    reported_at: datetime
    office: str
    """The customs office it is sent to."""
    carrier: str
    """Its code (SCAC, IATA, or a national number)."""
    carrier_name: str = ""
    conveyance: Conveyance
    voyage: str
    """Voyage or flight number."""
    calls: tuple[PortCall, ...]
    arrives_at: datetime | None = None
    departs_at: datetime | None = None
    containers: tuple[Container, ...] = ()
    bills: tuple[MasterBill, ...]

    def arrival(self) -> str:
        """The place at which goods arrive; empty if it names none."""
        return self._place_of(Call.ARRIVAL)

    def departure(self) -> str:
        """The place from which goods leave; empty if it names none."""
        return self._place_of(Call.DEPARTURE)

    def empties(self) -> tuple[Container, ...]:
        """The containers that are carried empty."""
        return tuple(one for one in self.containers if not one.full)

    def _place_of(self, kind: Call) -> str:
        return next((call.place for call in self.calls if call.kind is kind), "")

    def every_bill(self) -> Iterator[Bill]:
        """Masters and houses, each master before its houses."""
        for master in self.bills:
            yield master
            yield from master.houses


def check_manifest(*, manifest: Manifest) -> tuple[Fault, ...]:
    """What contradicts itself, every fault: numbers twice, goods in containers that are not reported or empty, wrong check
    digits.

    ISO 6346 (check digit of the container number); the rest follows from what the message says of itself.
    """
    return (*_numbers(manifest), *_containers(manifest), *_stowage(manifest))


def container_check_digit(*, number: str) -> int:
    """The eleventh place of a container number (ISO 6346, annex A): letters from 10 without multiples of 11, weights 2^n."""
    total = 0
    for place, symbol in enumerate(number[:10]):
        total += (int(symbol) if symbol.isdigit() else _LETTERS[symbol]) * 2**place
    return total % 11 % 10


_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (value for value in range(10, 39) if value % 11), strict=True))


def _numbers(manifest: Manifest) -> Iterator[Fault]:
    if manifest.direction is Direction.EXPORT:
        if not manifest.departure():
            yield Fault("calls", "The report names no place of departure.", "no_departure")
    elif not manifest.arrival():
        yield Fault("calls", "The report names no place of arrival.", "no_arrival")
    if not manifest.bills and not manifest.empties() and manifest.function is not Function.CANCEL:
        yield Fault("bills", "The report has no bill and no empty container.", "no_bill")
    told = Counter(bill.number for bill in manifest.every_bill())
    for number, times in told.items():
        if times > 1:
            yield Fault(f"bills[{number}]", f"The bill {number} stands {times} times in the report.", "bill_twice")


def _containers(manifest: Manifest) -> Iterator[Fault]:
    told: set[str] = set()
    for container in manifest.containers:
        place = f"containers[{container.number}]"
        if container.number in told:
            yield Fault(place, f"The container {container.number} stands twice in the report.", "container_twice")
        told.add(container.number)
        if not CONTAINER.fullmatch(container.number):
            continue
        if container_check_digit(number=container.number) != int(container.number[10]):
            yield Fault(place, f"The check digit of container {container.number} is wrong (ISO 6346).", "check_digit")


def _stowage(manifest: Manifest) -> Iterator[Fault]:
    known = {container.number for container in manifest.containers}
    empty = {container.number for container in manifest.empties()}
    for bill in manifest.every_bill():
        for line in bill.goods:
            place = f"bills[{bill.number}].goods[{line.line}]"
            for stowed in line.stowed:
                if stowed.container not in known:
                    says = f"The goods lie in container {stowed.container}, which the report does not name."
                    yield Fault(place, says, "container_unknown")
                if stowed.container in empty:
                    says = f"The goods lie in container {stowed.container}, which is reported as empty."
                    yield Fault(place, says, "empty_with_goods")
            if sum(stowed.packages for stowed in line.stowed) > line.packages:
                yield Fault(place, "More packages lie in containers than the line has.", "too_many_stowed")
