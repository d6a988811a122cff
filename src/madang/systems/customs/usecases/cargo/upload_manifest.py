"""A manifest as a file: CUSCAR, or a table with the voyage said beside it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.formats import manifest_csv
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
    lodging = Lodging(
        manifest=manifest,
        kind=sent.kind,
        source="csv",
        # The same goods on another voyage are another manifest.
        digest=sha256(repr((sent.voyage.reference, sent.voyage.voyage)).encode() + sent.data).hexdigest(),
        lodger=lodger,
        lodger_name=actor.acting_for.name if actor.acting_for else "",
    )
    return lodge_manifest(lodging=lodging, actor=actor, now=now)
