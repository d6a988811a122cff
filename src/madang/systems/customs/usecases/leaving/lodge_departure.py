"""A manifest of leaving goods lodged by a carrier (master bills) or a forwarder (house bills): taken whole, or refused with
every fault (in Korea Customs Act art. 136 (2) and (3))."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.leaving_lodging import faults_of_leaving
from madang.systems.customs.domain.loading import packages_of
from madang.systems.customs.domain.lodging import MOST_FAULTS, Lodged, Wrong
from madang.systems.customs.domain.manifest import Call
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import (
    CargoBill,
    ContainerStay,
    CustomsDeclaration,
    DepartureBill,
    DepartureManifest,
)
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.usecases.cargo.lodge_manifest import local
from madang.systems.customs.usecases.cargo.refusals import ManifestLodgedBefore, ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging, bills_to_write
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.leaving.loaded import named_of
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
    before = DepartureManifest.objects.filter(lodger=lodging.lodger, digest=lodging.digest, withdrawn_at=None).first()
    if before is not None:
        raise ManifestLodgedBefore(number=before.number)
    wrong = faults_of_leaving(manifest=lodging.manifest, kind=lodging.kind, country=law.country_letters(), modes=modes)
    if wrong:
        raise ManifestRefused(faults=faults(found=wrong))
    try:
        with transaction.atomic():
            # Exports are locked, so that two manifests do not name the same packages.
            named = _named(lodging)
            found = [*_against_others(lodging), *_wrong_goods(lodging, named)][:MOST_FAULTS]
            if found:
                raise ManifestRefused(faults=faults(found=found))
            row = _manifest(lodging, actor, now)
            write_departure(row=row, lodging=lodging, named=named, at=now)
            join_houses(manifest=row)
            detail = {"lodger": row.lodger, "voyage": row.voyage, "port": row.port, "bills": row.bills}
            target = f"departure:{row.number}"
            audit.record(actor=actor, action="customs.lodge_departure", target=target, detail=detail, now=now)
    except IntegrityError as raced:
        if "customs_" not in str(raced):
            raise
        raise ManifestRefused(faults=faults(found=[Wrong("bills", "meanwhile")])) from raced
    return row


def _named(lodging: Lodging) -> Named:
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


def _wrong_goods(lodging: Lodging, named: Named) -> Iterator[Wrong]:
    """What the lines name must stand, be the lodger's to ship on, and have so many packages left."""
    asked: Counter[str] = Counter()
    places: dict[str, str] = {}
    for bill, line in tracked_lines(lodging=lodging):
        at = f"bills[{bill.number}].goods[{line.line}]"
        if line.export:
            if line.export not in named.exports:
                yield Wrong(f"{at}.export", "export_unknown", line.export[:40])
            elif hasattr(named.exports[line.export], "loading"):
                yield Wrong(f"{at}.export", "export_loaded", line.export[:40])
            asked[line.export] += line.packages
            places.setdefault(line.export, f"{at}.packages")
        elif line.arrived_under not in named.arrivals:
            yield Wrong(f"{at}.arrived_under", "arrival_unknown", line.arrived_under[:40])
    for number, one in named.exports.items():
        most = packages_of(declaration=declaration_of(content=one.content))
        left = most - named_of(declaration=one) if most else None
        if left is not None and asked[number] > left:
            yield Wrong(places[number], "more_than_exported", str(max(left, 0)))


def _against_others(lodging: Lodging) -> Iterator[Wrong]:
    manifest, own = lodging.manifest, {"lodger": lodging.lodger, "withdrawn_at": None}
    if DepartureManifest.objects.filter(reference=manifest.number, **own).exists():
        yield Wrong("number", "reference_used", manifest.number)
    voyage = {"conveyance_number": manifest.conveyance.number, "voyage": manifest.voyage, "port": manifest.departure()}
    calls = DepartureManifest.objects.filter(kind="master", withdrawn_at=None, **voyage)
    if lodging.kind is Lodged.MASTER and calls.exists():
        yield Wrong("voyage", "departure_lodged")
    if calls.exclude(departed_at=None).exists():
        yield Wrong("voyage", "ship_gone")
    numbers = [bill.number for bill, _master in bills_to_write(lodging=lodging)]
    known = DepartureBill.objects.filter(number__in=numbers, withdrawn_at=None).order_by("number")
    for number in known.values_list("number", flat=True)[:MOST_FAULTS]:
        yield Wrong(f"bills[{number}]", "lodged_before", number)
    if lodging.kind is Lodged.HOUSE:
        masters = {master.number for master in manifest.bills}
        others = DepartureBill.objects.filter(number__in=masters, kind="master", withdrawn_at=None)
        for number in others.exclude(forwarder=lodging.lodger).values_list("number", flat=True)[:MOST_FAULTS]:
            yield Wrong(f"bills[{number}]", "not_your_master", number)
    yield from _containers(lodging, voyage)


def _containers(lodging: Lodging, voyage: dict[str, str]) -> Iterator[Wrong]:
    """A container is on one way only: out by this voyage, or it came with the goods that are transhipped in it."""
    numbers = [one.number for one in lodging.manifest.containers]
    came = {line.arrived_under for _bill, line in tracked_lines(lodging=lodging)} - {""}
    others = ContainerStay.objects.filter(number__in=numbers, ended=False).exclude(leaving=True, **voyage)
    for number in others.exclude(bills__number__in=came).values_list("number", flat=True)[:MOST_FAULTS]:
        yield Wrong(f"containers[{number}]", "container_elsewhere", number)


def _manifest(lodging: Lodging, actor: Actor, now: datetime) -> DepartureManifest:
    manifest = lodging.manifest
    return DepartureManifest.objects.create(
        number=f"L{timezone.localdate(now):%y}{random_symbols(count=9)}",
        reference=manifest.number,
        kind=lodging.kind.value,
        mode=manifest.mode.value,
        source=lodging.source,
        lodger=lodging.lodger,
        lodger_name=lodging.lodger_name[:140],
        carrier=manifest.carrier,
        conveyance_number=manifest.conveyance.number,
        conveyance_name=manifest.conveyance.name[:70],
        voyage=manifest.voyage,
        port=manifest.departure(),
        next_port=next((call.place[:5] for call in manifest.calls if call.kind is Call.NEXT), ""),
        expected_at=local(manifest.departs_at),
        lodged_at=now,
        lodged_by=officer(actor),
        digest=lodging.digest,
        bills=sum(1 for _bill in bills_to_write(lodging=lodging)),
    )
