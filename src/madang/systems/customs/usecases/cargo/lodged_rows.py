"""What lodging a manifest of arriving and of leaving goods has in common."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.customs.domain.lodging import MOST_FAULTS, Lodged, Wrong
from madang.systems.customs.models.lodged import LodgedBill, LodgedManifest
from madang.systems.customs.usecases.cargo.refusals import ManifestLodgedBefore, ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging, bills_to_write


def require_new(*, table: type[LodgedManifest], lodging: Lodging) -> None:
    """The same file once. Raises ManifestLodgedBefore."""
    before = table._default_manager.filter(lodger=lodging.lodger, digest=lodging.digest, withdrawn_at=None).first()
    if before is not None:
        raise ManifestLodgedBefore(number=before.number)


@contextmanager
def written_whole() -> Iterator[None]:
    """In one transaction; what somebody else lodged in this very moment refuses it. Raises ManifestRefused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as raced:
        if "customs_" not in str(raced):
            raise
        raise ManifestRefused(faults=faults(found=[Wrong("bills", "meanwhile")])) from raced


def told_before(*, manifests: type[LodgedManifest], bills: type[LodgedBill], lodging: Lodging) -> Iterable[Wrong]:
    """References and numbers that stand already, and masters that name another forwarder."""
    own = {"lodger": lodging.lodger, "withdrawn_at": None}
    if manifests._default_manager.filter(reference=lodging.manifest.number, **own).exists():
        yield Wrong("number", "reference_used", lodging.manifest.number)
    standing = bills._default_manager.filter(withdrawn_at=None).order_by("number")
    known = standing.filter(number__in=[bill.number for bill, _master in bills_to_write(lodging=lodging)])
    for number in known.values_list("number", flat=True)[:MOST_FAULTS]:
        yield Wrong(f"bills[{number}]", "lodged_before", number)
    if lodging.kind is Lodged.HOUSE:
        others = standing.filter(number__in={master.number for master in lodging.manifest.bills}, kind="master")
        for number in others.exclude(forwarder=lodging.lodger).values_list("number", flat=True)[:MOST_FAULTS]:
            yield Wrong(f"bills[{number}]", "not_your_master", number)


def columns_of(*, lodging: Lodging, actor: Actor, now: datetime) -> dict[str, object]:
    """What both kinds of rows write of it."""
    manifest = lodging.manifest
    return {
        "reference": manifest.number,
        "kind": lodging.kind.value,
        "mode": manifest.mode.value,
        "source": lodging.source,
        "lodger": lodging.lodger,
        "lodger_name": lodging.lodger_name[:140],
        "carrier": manifest.carrier,
        "conveyance_number": manifest.conveyance.number,
        "conveyance_name": manifest.conveyance.name[:70],
        "voyage": manifest.voyage,
        "lodged_at": now,
        "lodged_by": officer(actor),
        "digest": lodging.digest,
        "bills": sum(1 for _bill in bills_to_write(lodging=lodging)),
    }


def local(moment: datetime | None, /) -> datetime | None:
    """A time without a zone, as messages write it, by the country's clock."""
    if moment is None or timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment)
