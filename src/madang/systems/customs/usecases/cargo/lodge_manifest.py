"""A manifest lodged by a carrier (master bills) or a forwarder (house bills): taken whole, or refused with every fault
(Customs Act art. 135 (2))."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.lodging import MOST_FAULTS, Lodged, Wrong, faults_of, lodge_by
from madang.systems.customs.domain.manifest import Call
from madang.systems.customs.models import CargoBill, CargoManifest
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.usecases.cargo.lodged_rows import columns_of, local, require_new, told_before, written_whole
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging, link_houses, write_bills
from madang.systems.customs.usecases.containers.list_empties import wrong_of_arriving

PURPOSE = declare(gettext_noop("Lodging a manifest"))


def lodge_manifest(*, lodging: Lodging, actor: Actor, now: datetime) -> CargoManifest:
    """The manifest with all its bills. Raises Forbidden, NoCargoLaw, ManifestRefused, ManifestLodgedBefore."""
    require(actor, "customs.cargo", str(Party.business(lodging.lodger)))
    terms = law.terms(on=timezone.localdate(now))
    require_new(table=CargoManifest, lodging=lodging)
    wrong = faults_of(
        manifest=lodging.manifest,
        kind=lodging.kind,
        country=law.country_letters(),
        modes=law.modes(on=timezone.localdate(now)),
    )
    # What contradicts itself is told first; beside what stands already it is looked at when it is sound.
    wrong = wrong or tuple(_against_others(lodging))[:MOST_FAULTS]
    if wrong:
        raise ManifestRefused(faults=faults(found=wrong))

    with written_whole():
        row = _manifest(lodging, terms.lodge_hours_air, actor, now)
        write_bills(row=row, lodging=lodging, at=now)
        link_houses(manifest=row, actor=actor, now=now)
        detail = {"lodger": row.lodger, "voyage": row.voyage, "port": row.port, "bills": row.bills}
        target = f"manifest:{row.number}"
        audit.record(actor=actor, action="customs.lodge_manifest", target=target, detail=detail, now=now)
    return row


def _against_others(lodging: Lodging) -> Iterable[Wrong]:
    manifest = lodging.manifest
    yield from told_before(manifests=CargoManifest, bills=CargoBill, lodging=lodging)
    voyage = {"conveyance_number": manifest.conveyance.number, "voyage": manifest.voyage, "port": manifest.arrival()}
    if (
        lodging.kind is Lodged.MASTER
        and CargoManifest.objects.filter(kind="master", withdrawn_at=None, **voyage).exists()
    ):
        yield Wrong("voyage", "voyage_lodged")
    yield from wrong_of_arriving(manifest=manifest, voyage=voyage)


def _manifest(lodging: Lodging, hours: int, actor: Actor, now: datetime) -> CargoManifest:
    manifest = lodging.manifest
    expected = local(manifest.arrives_at)
    return CargoManifest.objects.create(
        number=f"M{timezone.localdate(now):%y}{random_symbols(count=9)}",
        port=manifest.arrival(),
        last_port=next((call.place[:5] for call in manifest.calls if call.kind is Call.LAST), ""),
        expected_at=expected,
        departs_at=local(manifest.departs_at),
        lodge_by=lodge_by(mode=manifest.mode, arrives_at=expected, hours=hours),
        **columns_of(lodging=lodging, actor=actor, now=now),
    )
