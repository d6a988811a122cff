"""A manifest of leaving goods as it is sent: a CUSCAR interchange, a table with the voyage said beside it, or rows of a
program."""

from datetime import datetime
from hashlib import sha256

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Manifest
from madang.systems.customs.formats import manifest_csv
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.models import DepartureManifest
from madang.systems.customs.usecases.cargo.find_bill import business_of
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, faults
from madang.systems.customs.usecases.cargo.upload_manifest import SentTable
from madang.systems.customs.usecases.cargo.write_bills import Lodging
from madang.systems.customs.usecases.leaving.lodge_departure import lodge_departure


def upload_departure_table(*, sent: SentTable, actor: Actor, now: datetime) -> DepartureManifest:
    """The lodged manifest of the actor's business. Raises NoBusiness, Forbidden, ManifestRefused, ManifestLodgedBefore."""
    lodger = business_of(actor=actor)
    try:
        manifest = manifest_csv.read(data=sent.data, voyage=sent.voyage)
    except manifest_csv.TableFaulty as faulty:
        raise ManifestRefused(faults=faults(found=faulty.faults)) from None
    told = repr((sent.voyage.reference, sent.voyage.voyage)).encode() + sent.data
    return _lodge(manifest, sent.kind, "csv", told, lodger, actor, now)


def send_departure_rows(
    *, rows: list[manifest_csv.Row], voyage: manifest_csv.Voyage, kind: Lodged, actor: Actor, now: datetime
) -> DepartureManifest:
    """The manifest that a program sends row by row. Raises as `upload_departure_table`."""
    lodger = business_of(actor=actor)
    try:
        manifest = manifest_csv.from_rows(rows=list(enumerate(rows)), voyage=voyage)
    except manifest_csv.TableFaulty as faulty:
        raise ManifestRefused(faults=faults(found=faulty.faults)) from None
    told = repr((voyage.reference, voyage.voyage, rows)).encode()
    return _lodge(manifest, kind, "api", told, lodger, actor, now)


def upload_departure_cuscar(*, data: bytes, kind: Lodged, actor: Actor, now: datetime) -> DepartureManifest:
    """The one report of a CUSCAR interchange (D.95B, document 833 or 85). Raises as `upload_departure_table`."""
    lodger = business_of(actor=actor)
    try:
        manifest = cuscar.read(data=data)
    except cuscar.MessageRefused as refused:
        raise ManifestRefused(faults=refused.faults) from None
    return _lodge(manifest, kind, "cuscar", data, lodger, actor, now)


def _lodge(
    manifest: Manifest, kind: Lodged, source: str, told: bytes, lodger: str, actor: Actor, now: datetime
) -> DepartureManifest:
    lodging = Lodging(
        manifest=manifest,
        kind=kind,
        source=source,
        digest=sha256(told).hexdigest(),
        lodger=lodger,
        lodger_name=actor.acting_for.name if actor.acting_for else "",
    )
    return lodge_departure(lodging=lodging, actor=actor, now=now)
