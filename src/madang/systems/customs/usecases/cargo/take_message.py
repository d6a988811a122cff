"""What a message asks of a manifest is done: one is lodged, or the one that stands is replaced, changed or withdrawn
(Customs Act art. 135 (2); UN/EDIFACT 1225)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Party
from madang.systems.customs.domain.changing import Standing, faults_of_change
from madang.systems.customs.domain.lodging import MOST_FAULTS, Wrong
from madang.systems.customs.domain.manifest import Function, Manifest
from madang.systems.customs.models import CargoManifest, ManifestMessage
from madang.systems.customs.models.lodged import LodgedManifest
from madang.systems.customs.usecases.cargo.amend_bill import amend_bills, withdraw_manifest
from madang.systems.customs.usecases.cargo.lodge_manifest import lodge_manifest
from madang.systems.customs.usecases.cargo.lodged_rows import written_whole
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused, faults
from madang.systems.customs.usecases.cargo.write_bills import Lodging

Kept = TypeVar("Kept", bound=LodgedManifest)


@dataclass(frozen=True, kw_only=True)
class Way(Generic[Kept]):
    """How manifests of arriving, or of leaving goods are lodged, withdrawn and changed."""

    table: type[Kept]
    port: Callable[[Manifest], str]
    lodge: Callable[..., Kept]
    withdraw: Callable[..., None]
    amend: Callable[..., Sequence[Wrong]]
    """Changes the bills, or says what is wrong with it; then nothing of it may stand."""


ARRIVING = Way(
    table=CargoManifest,
    port=Manifest.arrival,
    lodge=lodge_manifest,
    withdraw=withdraw_manifest,
    amend=amend_bills,
)


def take_arriving(*, lodging: Lodging, actor: Actor, now: datetime) -> CargoManifest:
    """The manifest of arriving goods as it stands then, or as it was withdrawn. Raises what `take_message` raises."""
    return take_message(way=ARRIVING, lodging=lodging, actor=actor, now=now)


def take_message(*, way: Way[Kept], lodging: Lodging, actor: Actor, now: datetime) -> Kept:
    """The same message again has the same answer. Raises Forbidden, NoCargoLaw, NotToWithdraw, ManifestRefused with every
    fault: then nothing is changed."""
    require(actor, "customs.cargo", str(Party.business(lodging.lodger)))
    if lodging.manifest.function is Function.ORIGINAL:
        own = way.table._default_manager.filter(lodger=lodging.lodger, digest=lodging.digest, withdrawn_at=None)
        return own.first() or way.lodge(lodging=lodging, actor=actor, now=now)
    with written_whole():
        row = _standing(way, lodging)
        taken = _taken(way, lodging)
        return taken or _done(way, lodging, row, actor, now)


def _standing(way: Way[Kept], lodging: Lodging) -> Kept | None:
    """Locked, so that who sends the same message at this moment sees afterwards that it was taken."""
    rows = way.table._default_manager.select_for_update()
    rows = rows.filter(lodger=lodging.lodger, reference=lodging.manifest.number, withdrawn_at=None)
    # Who waited while it was replaced looks again.
    return rows.first() or rows.all().first()


def _taken(way: Way[Kept], lodging: Lodging) -> Kept | None:
    numbers = ManifestMessage.objects.filter(lodger=lodging.lodger, digest=lodging.digest).values("manifest")
    return way.table._default_manager.filter(number__in=numbers).first()


def _done(way: Way[Kept], lodging: Lodging, row: Kept | None, actor: Actor, now: datetime) -> Kept:
    said = lodging.manifest
    standing = None if row is None else _said_of(row)
    wrong = faults_of_change(manifest=said, kind=lodging.kind, port=way.port(said), standing=standing)
    found = list(faults(found=wrong))
    after = row
    if said.function is Function.REPLACE:
        after, more = _replaced(way, lodging, row, actor, now)
        found += more
    elif said.function is Function.CHANGE and row is not None:
        found += faults(found=way.amend(manifest=row, lodging=lodging, actor=actor, now=now))
    elif row is not None and not found:
        way.withdraw(manifest=row, actor=actor, now=now)
    if found or row is None or after is None:
        raise ManifestRefused(faults=tuple(found[:MOST_FAULTS]))
    ManifestMessage.objects.create(
        lodger=lodging.lodger,
        digest=lodging.digest,
        function=said.function.value,
        manifest=after.number,
        replaced=row.number if after.pk != row.pk else "",
        reason=said.reason.strip(),
        taken_at=now,
        taken_by=officer(actor),
    )
    after.refresh_from_db()
    return after


def _replaced(
    way: Way[Kept], lodging: Lodging, row: Kept | None, actor: Actor, now: datetime
) -> tuple[Kept | None, tuple[Fault, ...]]:
    """The new one in the place of the other, or what is wrong with it."""
    if row is not None:
        way.withdraw(manifest=row, actor=actor, now=now)
    whole = replace(lodging, manifest=replace(lodging.manifest, function=Function.ORIGINAL))
    try:
        return way.lodge(lodging=whole, actor=actor, now=now), ()
    except ManifestRefused as refused:
        return None, refused.faults


def _said_of(row: LodgedManifest) -> Standing:
    return Standing(
        kind=row.kind,
        mode=row.mode,
        carrier=row.carrier,
        conveyance=row.conveyance_number,
        voyage=row.voyage,
        calls=row.port,
    )
