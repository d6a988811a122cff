"""A manifest as it is sent, of arriving or of leaving goods: a CUSCAR interchange, a table with the voyage said beside it, or
rows of a program; as the business that the actor acts for lodges it."""

from dataclasses import dataclass
from hashlib import sha256

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Function, Manifest
from madang.systems.customs.formats import manifest_csv
from madang.systems.customs.formats.edifact import cuscar
from madang.systems.customs.usecases.cargo.find_bill import business_of
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging


@dataclass(frozen=True, kw_only=True)
class SentTable:
    """A table as it came, with its voyage."""

    data: bytes
    voyage: manifest_csv.Voyage
    kind: Lodged


def table_sent(*, sent: SentTable, actor: Actor) -> Lodging:
    """A table. Raises NoBusiness, ManifestRefused."""
    lodger = business_of(actor=actor)
    try:
        manifest = manifest_csv.read(data=sent.data, voyage=sent.voyage)
    except manifest_csv.TableFaulty as faulty:
        raise ManifestRefused(faults=faults(found=faulty.faults)) from None
    # The same goods on another voyage are another manifest.
    told = repr((sent.voyage.reference, sent.voyage.voyage)).encode() + sent.data
    return _lodging(manifest, sent.kind, "csv", told, lodger, actor)


def rows_sent(*, rows: list[manifest_csv.Row], voyage: manifest_csv.Voyage, kind: Lodged, actor: Actor) -> Lodging:
    """What a program sends row by row. Raises as `table_sent`."""
    lodger = business_of(actor=actor)
    try:
        manifest = manifest_csv.from_rows(rows=list(enumerate(rows)), voyage=voyage)
    except manifest_csv.TableFaulty as faulty:
        raise ManifestRefused(faults=faults(found=faulty.faults)) from None
    told = repr((voyage.reference, voyage.voyage, rows)).encode()
    if manifest.function is not Function.ORIGINAL:
        told += repr((manifest.function.value, manifest.reason)).encode()
    return _lodging(manifest, kind, "api", told, lodger, actor)


def cuscar_sent(*, data: bytes, kind: Lodged, actor: Actor) -> Lodging:
    """The one report of a CUSCAR interchange (D.95B). Raises as `table_sent`."""
    lodger = business_of(actor=actor)
    try:
        manifest = cuscar.read(data=data)
    except cuscar.MessageRefused as refused:
        raise ManifestRefused(faults=refused.faults) from None
    return _lodging(manifest, kind, "cuscar", data, lodger, actor)


def _lodging(manifest: Manifest, kind: Lodged, source: str, told: bytes, lodger: str, actor: Actor) -> Lodging:
    return Lodging(
        manifest=manifest,
        kind=kind,
        source=source,
        digest=sha256(told).hexdigest(),
        lodger=lodger,
        lodger_name=actor.acting_for.name if actor.acting_for else "",
    )
