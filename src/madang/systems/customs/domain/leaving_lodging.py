"""What a manifest of leaving goods must be to be taken (in Korea Customs Act arts. 136 (2) and (3), 251): the faults of one as
a whole."""

from collections.abc import Collection, Iterator

from madang.systems.customs.domain.lodging import (
    BILL_NUMBER,
    MOST_FAULTS,
    PLACE,
    Lodged,
    Wrong,
    forwarder_of,
    goods_wrong,
    texts_wrong,
)
from madang.systems.customs.domain.manifest import (
    CONTAINER,
    Bill,
    Direction,
    Function,
    Manifest,
    MasterBill,
    Mode,
    check_manifest,
)


def faults_of_leaving(*, manifest: Manifest, kind: Lodged, country: str, modes: Collection[Mode]) -> tuple[Wrong, ...]:
    """Every fault, the first 500; empty where it can be taken. `modes` are those by which manifests are lodged here."""
    found = [Wrong(one.place, one.code, one.says) for one in check_manifest(manifest=manifest)]
    found += _head(manifest, country, modes)
    for container in manifest.containers:
        if manifest.mode is Mode.SEA and not CONTAINER.fullmatch(container.number):
            found.append(Wrong(f"containers[{container.number[:20]}]", "container_number", container.number[:20]))
    for master in manifest.bills:
        if kind is Lodged.HOUSE and not master.houses:
            found.append(Wrong(f"bills[{master.number[:40]}]", "no_houses"))
        if kind is Lodged.MASTER:
            found += _bill(master, country, tracked=is_tracked(master=master))
        elif not BILL_NUMBER.fullmatch(master.number):
            found.append(Wrong(f"bills[{master.number[:40]}]", "bill_number", master.number[:40]))
        for house in master.houses:
            found += _bill(house, country, tracked=True)
    return tuple(found[:MOST_FAULTS])


def is_tracked(*, master: MasterBill) -> bool:
    """Whether goods leave under the carrier's bill itself: it has no houses and names no forwarder."""
    return not master.houses and not forwarder_of(bill=master)


def _head(manifest: Manifest, country: str, modes: Collection[Mode]) -> Iterator[Wrong]:
    if manifest.mode not in modes:
        yield Wrong("mode", "mode", manifest.mode.value)
    if manifest.direction is not Direction.EXPORT:
        yield Wrong("direction", "direction_leaving", manifest.direction.value)
    if manifest.function is not Function.ORIGINAL:
        yield Wrong("function", "function", manifest.function.value)
    if not PLACE.fullmatch(manifest.departure()) or not manifest.departure().startswith(country):
        yield Wrong("calls", "departure_abroad", manifest.departure()[:20])
    yield from texts_wrong(manifest=manifest)


def _bill(bill: Bill, country: str, *, tracked: bool) -> Iterator[Wrong]:
    where = f"bills[{bill.number[:40]}]"
    if not BILL_NUMBER.fullmatch(bill.number):
        yield Wrong(where, "bill_number", bill.number[:40])
    if not PLACE.fullmatch(bill.loading) or not bill.loading.startswith(country):
        yield Wrong(f"{where}.loading", "loading_abroad", bill.loading[:20])
    if not PLACE.fullmatch(bill.discharge) or bill.discharge.startswith(country):
        yield Wrong(f"{where}.discharge", "discharge_here", bill.discharge[:20])
    yield from goods_wrong(bill=bill)
    for line in bill.goods if tracked else ():
        # Nothing leaves but by a released declaration, or as it came (arts. 241, 248 (3), 141).
        if bool(line.export) == bool(line.arrived_under):
            yield Wrong(f"{where}.goods[{line.line}].export", "no_export")
