"""What a manifest must be to be taken: the faults of one as a whole (Customs Act art. 135 (2); numbers and places by
their standards)."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice

from madang.systems.customs.domain.manifest import (
    CONTAINER,
    SIZE_TYPE,
    Bill,
    Direction,
    Function,
    Manifest,
    MasterBill,
    Mode,
    Role,
    check_manifest,
)
from madang.systems.customs.domain.movement import MOST_PACKAGES

MOST_BILLS = 50_000
MOST_MASS = Decimal("9999999999.999")
MOST_FAULTS = 500
# Letters, digits and the signs that carriers write between them; what pages show and people type.
BILL_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9\-.]{2,34}")
# UN/LOCODE: a country's two letters, and a place's three letters or digits 2 to 9.
PLACE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")


class Lodged(StrEnum):
    """Who lodges: a carrier its master bills, or a forwarder the house bills below them."""

    MASTER = "master"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: where, why (a code), and what was found or wanted."""

    place: str
    code: str
    value: str = ""


def faults_of(*, manifest: Manifest, kind: Lodged, country: str, modes: Collection[Mode]) -> tuple[Wrong, ...]:
    """Every fault of a manifest of arriving goods, the first 500; empty where it can be taken. `modes` are those by which
    manifests are lodged here."""
    return faults_of_way(
        manifest=manifest,
        kind=kind,
        modes=modes,
        head=_arrives(manifest, country),
        of_bill=lambda bill: _bill(bill, country),
    )


def faults_of_way(
    *,
    manifest: Manifest,
    kind: Lodged,
    modes: Collection[Mode],
    head: Iterator[Wrong],
    of_bill: Callable[[Bill], Iterator[Wrong]],
) -> tuple[Wrong, ...]:
    """What is asked of arriving and of leaving goods alike, besides what is wrong for their way in the `head` and in each
    bill that is taken."""
    found = chain(
        (Wrong(one.place, one.code, one.says) for one in check_manifest(manifest=manifest)),
        _head(manifest, modes),
        head,
        _containers(manifest, kind),
        _bills(manifest, kind, of_bill),
    )
    return tuple(islice(found, MOST_FAULTS))


def _head(manifest: Manifest, modes: Collection[Mode]) -> Iterator[Wrong]:
    if manifest.mode not in modes:
        yield Wrong("mode", "mode", manifest.mode.value)
    if manifest.function is not Function.ORIGINAL:
        yield Wrong("function", "function", manifest.function.value)
    for place, value, most in (
        ("number", manifest.number, 35),
        ("carrier", manifest.carrier, 17),
        ("conveyance", manifest.conveyance.number, 35),
        ("voyage", manifest.voyage, 17),
    ):
        if not 0 < len(value.strip()) <= most:
            yield Wrong(place, "text", str(most))
    if sum(1 for _bill in manifest.every_bill()) > MOST_BILLS:
        yield Wrong("bills", "too_many_bills", str(MOST_BILLS))


def _containers(manifest: Manifest, kind: Lodged) -> Iterator[Wrong]:
    for container in manifest.containers:
        place = f"containers[{container.number[:20]}]"
        # A number of the right form with a wrong digit was told by `check_manifest`.
        if manifest.mode is Mode.SEA and not CONTAINER.fullmatch(container.number):
            yield Wrong(place, "container_number", container.number[:20])
        if container.full:
            continue
        if kind is Lodged.HOUSE:
            yield Wrong(place, "empty_of_carrier", container.number[:20])
        # Of an empty one nothing else says what it is.
        if not SIZE_TYPE.fullmatch(container.size_type):
            yield Wrong(f"{place}.size_type", "size_type", container.size_type[:20])


def _bills(manifest: Manifest, kind: Lodged, of_bill: Callable[[Bill], Iterator[Wrong]]) -> Iterator[Wrong]:
    """A forwarder's masters are the carrier's to lodge: only their numbers matter."""
    for master in manifest.bills:
        if kind is Lodged.HOUSE and not master.houses:
            yield Wrong(_place(master), "no_houses")
        for bill in (master, *master.houses):
            if not BILL_NUMBER.fullmatch(bill.number):
                yield Wrong(_place(bill), "bill_number", bill.number[:40])
            if kind is Lodged.MASTER or bill is not master:
                yield from of_bill(bill)


def _place(bill: Bill) -> str:
    return f"bills[{bill.number[:40]}]"


def _arrives(manifest: Manifest, country: str) -> Iterator[Wrong]:
    if manifest.direction is not Direction.IMPORT:
        yield Wrong("direction", "direction", manifest.direction.value)
    if not is_place(manifest.arrival(), within=country):
        yield Wrong("calls", "arrival_abroad", manifest.arrival()[:20])


def is_place(code: str, /, *, within: str = "") -> bool:
    """Whether it has the form of a UN/LOCODE, of that country where one is named."""
    return PLACE.fullmatch(code) is not None and code.startswith(within)


def _bill(bill: Bill, country: str) -> Iterator[Wrong]:
    if not is_place(bill.loading):
        yield Wrong(f"{_place(bill)}.loading", "place", bill.loading[:20])
    if not is_place(bill.discharge, within=country):
        yield Wrong(f"{_place(bill)}.discharge", "discharge_abroad", bill.discharge[:20])
    yield from goods_wrong(bill=bill)


def goods_wrong(*, bill: Bill) -> Iterator[Wrong]:
    """What is wrong with the goods lines of a bill: none, no words, no packages, no mass."""
    where = _place(bill)
    if not bill.goods and not (isinstance(bill, MasterBill) and bill.houses):
        yield Wrong(f"{where}.goods", "no_goods")
    for line in bill.goods:
        at = f"{where}.goods[{line.line}]"
        if not line.description.strip():
            yield Wrong(f"{at}.description", "text", "400")
        if not 0 < line.packages <= MOST_PACKAGES:
            yield Wrong(f"{at}.packages", "packages", str(line.packages)[:20])
        if not 0 < line.gross_mass <= MOST_MASS:
            yield Wrong(f"{at}.gross_mass", "mass", str(line.gross_mass)[:20])


def forwarder_of(*, bill: MasterBill) -> str:
    """The business whose house bills a master takes: the forwarder that it names; empty for a direct bill."""
    return next((party.number for party in bill.parties if party.role is Role.FORWARDER and party.number), "")


def lodge_by(*, mode: Mode, arrives_at: datetime | None, hours: int) -> datetime | None:
    """Until when a manifest is to be lodged: so many hours before arrival by air, by arrival at sea. The rule for the sea
    counts from the loading abroad, of which no message tells the time."""
    if arrives_at is None:
        return None
    return arrives_at - timedelta(hours=hours) if mode is Mode.AIR else arrives_at
