"""What a manifest of leaving goods must be to be taken (in Korea Customs Act arts. 136 (2) and (3), 251): the faults of one as
a whole."""

from collections.abc import Collection, Iterator

from madang.systems.customs.domain.lodging import Lodged, Wrong, faults_of_way, forwarder_of, goods_wrong, is_place
from madang.systems.customs.domain.manifest import Bill, Direction, Manifest, MasterBill, Mode


def faults_of_leaving(*, manifest: Manifest, kind: Lodged, country: str, modes: Collection[Mode]) -> tuple[Wrong, ...]:
    """Every fault, the first 500; empty where it can be taken. `modes` are those by which manifests are lodged here."""
    return faults_of_way(
        manifest=manifest,
        kind=kind,
        modes=modes,
        head=_leaves(manifest, country),
        of_bill=lambda bill: _bill(bill, country),
    )


def is_tracked(*, bill: Bill) -> bool:
    """Whether goods leave under the bill itself: a house bill, or a master that has no houses and names no forwarder."""
    return not isinstance(bill, MasterBill) or (not bill.houses and not forwarder_of(bill=bill))


def _leaves(manifest: Manifest, country: str) -> Iterator[Wrong]:
    if manifest.direction is not Direction.EXPORT:
        yield Wrong("direction", "direction_leaving", manifest.direction.value)
    if not is_place(manifest.departure(), within=country):
        yield Wrong("calls", "departure_abroad", manifest.departure()[:20])


def _bill(bill: Bill, country: str) -> Iterator[Wrong]:
    where = f"bills[{bill.number[:40]}]"
    if not is_place(bill.loading, within=country):
        yield Wrong(f"{where}.loading", "loading_abroad", bill.loading[:20])
    if not is_place(bill.discharge) or is_place(bill.discharge, within=country):
        yield Wrong(f"{where}.discharge", "discharge_here", bill.discharge[:20])
    yield from goods_wrong(bill=bill)
    for line in bill.goods if is_tracked(bill=bill) else ():
        # Nothing leaves but by a released declaration, or as it came (arts. 241, 248 (3), 141).
        if bool(line.export) == bool(line.arrived_under):
            yield Wrong(f"{where}.goods[{line.line}].export", "no_export")
