"""A manifest as it is sent: a CUSCAR interchange, a table with the voyage said beside it, or rows of a program."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Manifest
from madang.systems.customs.formats import manifest_csv
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.models import CargoManifest
from madang.systems.customs.usecases.cargo.find_bill import business_of
from madang.systems.customs.usecases.cargo.lodge_manifest import lodge_manifest
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging


@dataclass(frozen=True, kw_only=True)
class SentTable:
    """A table as it came, with its voyage."""

    data: bytes
    voyage: manifest_csv.Voyage
    kind: Lodged


def upload_table(*, sent: SentTable, actor: Actor, now: datetime) -> CargoManifest:
    """The lodged manifest of the actor's business. Raises NoBusiness, Forbidden, ManifestRefused, ManifestLodgedBefore."""
    lodger = business_of(actor=actor)
    try:
        manifest = manifest_csv.read(data=sent.data, voyage=sent.voyage)
    except manifest_csv.TableFaulty as faulty:
        raise ManifestRefused(faults=faults(found=faulty.faults)) from None
    # The same goods on another voyage are another manifest.
    told = repr((sent.voyage.reference, sent.voyage.voyage)).encode() + sent.data
    return _lodge(manifest, sent.kind, "csv", told, lodger, actor, now)


def send_rows(
    *, rows: list[manifest_csv.Row], voyage: manifest_csv.Voyage, kind: Lodged, actor: Actor, now: datetime
) -> CargoManifest:
    """The manifest that a program sends row by row. Raises as `upload_table`."""
    lodger = business_of(actor=actor)
    try:
        manifest = manifest_csv.from_rows(rows=list(enumerate(rows)), voyage=voyage)
    except manifest_csv.TableFaulty as faulty:
        raise ManifestRefused(faults=faults(found=faulty.faults)) from None
    told = repr((voyage.reference, voyage.voyage, rows)).encode()
    return _lodge(manifest, kind, "api", told, lodger, actor, now)


def upload_cuscar(*, data: bytes, kind: Lodged, actor: Actor, now: datetime) -> CargoManifest:
    """The one report of a CUSCAR interchange (D.95B). Raises as `upload_table`."""
    lodger = business_of(actor=actor)
    try:
        manifest = cuscar.read(data=data)
    except cuscar.MessageRefused as refused:
        raise ManifestRefused(faults=refused.faults) from None
    return _lodge(manifest, kind, "cuscar", data, lodger, actor, now)


def _lodge(
    manifest: Manifest, kind: Lodged, source: str, told: bytes, lodger: str, actor: Actor, now: datetime
) -> CargoManifest:
    lodging = Lodging(
        manifest=manifest,
        kind=kind,
        source=source,
        digest=sha256(told).hexdigest(),
        lodger=lodger,
        lodger_name=actor.acting_for.name if actor.acting_for else "",
    )
    return lodge_manifest(lodging=lodging, actor=actor, now=now)
