"""A manifest of leaving goods lodged by a carrier (master bills) or a forwarder (house bills): taken whole, or refused with
every fault (in Korea Customs Act art. 136 (2) and (3))."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.leaving_lodging import faults_of_leaving
from madang.systems.customs.domain.lodging import MOST_FAULTS, Lodged, Wrong
from madang.systems.customs.domain.manifest import Call
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import (
    CargoBill,
    CustomsDeclaration,
    DepartureBill,
    DepartureManifest,
)
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.usecases.cargo.lodged_rows import columns_of, local, require_new, told_before, written_whole
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging
from madang.systems.customs.usecases.containers.list_empties import wrong_of_leaving
from madang.systems.customs.usecases.leaving.loaded import loaded_of_each
from madang.systems.customs.usecases.leaving.write_departure import (
    Named,
    join_houses,
    tracked_lines,
    write_departure,
)

STANDS = frozenset(set(DeclarationState) - {DeclarationState.REFUSED, DeclarationState.CANCELLED})


def lodge_departure(*, lodging: Lodging, actor: Actor, now: datetime) -> DepartureManifest:
    """The manifest with all its bills. Raises Forbidden, NoCargoLaw, ManifestRefused, ManifestLodgedBefore."""
    require(actor, "customs.cargo", str(Party.business(lodging.lodger)))
    modes = law.modes(on=timezone.localdate(now))
    require_new(table=DepartureManifest, lodging=lodging)
    wrong = faults_of_leaving(manifest=lodging.manifest, kind=lodging.kind, country=law.country_letters(), modes=modes)
    if wrong:
        raise ManifestRefused(faults=faults(found=wrong))
    with written_whole():
        # Exports are locked, so that two manifests do not name the same packages.
        named = named_by(lodging=lodging)
        found = wrong_beside(lodging=lodging, named=named)
        if found:
            raise ManifestRefused(faults=faults(found=found))
        row = _manifest(lodging, actor, now)
        write_departure(row=row, lodging=lodging, named=named, at=now)
        join_houses(manifest=row)
        detail = {"lodger": row.lodger, "voyage": row.voyage, "port": row.port, "bills": row.bills}
        target = f"departure:{row.number}"
        audit.record(actor=actor, action="customs.lodge_departure", target=target, detail=detail, now=now)
    return row


def named_by(*, lodging: Lodging) -> Named:
    """What its lines name and what stands. In the caller's transaction, in which the exports are locked."""
    lines = [line for _bill, line in tracked_lines(lodging=lodging)]
    exports = CustomsDeclaration.objects.select_for_update().filter(
        number__in={line.export for line in lines} - {""},
        direction=Direction.EXPORT.value,
        state__in=sorted(state.value for state in STANDS),
    )
    arrivals = CargoBill.objects.filter(
        number__in={line.arrived_under for line in lines} - {""}, consolidated=False, withdrawn_at=None
    ).select_related("manifest", "master__manifest")
    return Named(
        exports={one.number: one for one in exports.order_by("pk")}, arrivals={one.number: one for one in arrivals}
    )


def wrong_beside(*, lodging: Lodging, named: Named) -> list[Wrong]:
    """What is wrong with it beside what stands already."""
    return [*_against_others(lodging), *_wrong_goods(lodging, named)][:MOST_FAULTS]


def _wrong_goods(lodging: Lodging, named: Named) -> Iterator[Wrong]:
    """What the lines name must stand, and an export must have so many packages left; transhipped goods are counted where they
    lie."""
    told = loaded_of_each(declarations=named.exports.values())
    asked: Counter[str] = Counter()
    places: dict[str, str] = {}
    for bill, line in tracked_lines(lodging=lodging):
        at = f"bills[{bill.number}].goods[{line.line}]"
        if line.export:
            export = named.exports.get(line.export)
            if export is None:
                yield Wrong(f"{at}.export", "export_unknown", line.export[:40])
            elif told[export.pk].whole:
                yield Wrong(f"{at}.export", "export_loaded", line.export[:40])
            asked[line.export] += line.packages
            places.setdefault(line.export, f"{at}.packages")
        elif line.arrived_under not in named.arrivals:
            yield Wrong(f"{at}.arrived_under", "arrival_unknown", line.arrived_under[:40])
    for number, one in named.exports.items():
        left = told[one.pk].declared - told[one.pk].named
        if told[one.pk].declared and asked[number] > left:
            yield Wrong(places[number], "more_than_exported", str(max(left, 0)))


def _against_others(lodging: Lodging) -> Iterator[Wrong]:
    manifest = lodging.manifest
    yield from told_before(manifests=DepartureManifest, bills=DepartureBill, lodging=lodging)
    voyage = {"conveyance_number": manifest.conveyance.number, "voyage": manifest.voyage, "port": manifest.departure()}
    calls = DepartureManifest.objects.filter(kind="master", withdrawn_at=None, **voyage)
    if lodging.kind is Lodged.MASTER and calls.exists():
        yield Wrong("voyage", "departure_lodged")
    if calls.exclude(departed_at=None).exists():
        yield Wrong("voyage", "ship_gone")
    came = {line.arrived_under for _bill, line in tracked_lines(lodging=lodging)} - {""}
    yield from wrong_of_leaving(manifest=manifest, voyage=voyage, came=came)


def _manifest(lodging: Lodging, actor: Actor, now: datetime) -> DepartureManifest:
    manifest = lodging.manifest
    return DepartureManifest.objects.create(
        number=f"L{timezone.localdate(now):%y}{random_symbols(count=9)}",
        port=manifest.departure(),
        next_port=next((call.place[:5] for call in manifest.calls if call.kind is Call.NEXT), ""),
        expected_at=local(manifest.departs_at),
        **columns_of(lodging=lodging, actor=actor, now=now),
    )
