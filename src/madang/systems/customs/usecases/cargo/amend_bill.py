"""Bills of a lodged manifest corrected: what was, what becomes, and why; a manifest taken back (Customs Act art. 135 (2))."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Party
from madang.systems.customs.domain.container import Move
from madang.systems.customs.domain.lodging import MOST_MASS, Wrong, goods_wrong
from madang.systems.customs.domain.manifest import Bill
from madang.systems.customs.domain.movement import MOST_PACKAGES, IllegalMove, replay
from madang.systems.customs.models import (
    CargoAt,
    CargoBill,
    CargoManifest,
    CargoStep,
    ContainerStay,
    InContainer,
    ManifestAmendment,
)
from madang.systems.customs.usecases.cargo.record_steps import lock_bills, step_of
from madang.systems.customs.usecases.cargo.refusals import AmendmentRefused, NotToWithdraw, faults
from madang.systems.customs.usecases.cargo.who import require_reporter
from madang.systems.customs.usecases.cargo.write_bills import Lodging, arriving_columns
from madang.systems.customs.usecases.containers.record_containers import record_moves

FIELDS = ("packages", "gross_mass", "description", "consignee_name", "consignee")
LONGEST = {"description": 400, "consignee_name": 140, "consignee": 20}


def amend_bill(
    *, bill: CargoBill, becomes: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> ManifestAmendment:
    """The bill as corrected. Its packages may become what the goods' way so far allows.

    Raises Forbidden, AmendmentRefused.
    """
    require_reporter(actor=actor, business=bill.manifest.lodger)
    wrong = tuple(_faults(becomes, reason))
    with transaction.atomic():
        lock_bills(bills=[bill.pk])
        row = CargoBill.objects.select_for_update().get(pk=bill.pk)
        changes = _changes(row, {name: value for name, value in becomes.items() if name in FIELDS})
        wrong += () if changes or wrong else (Wrong("reason", "nothing_changed"),)
        if not wrong and "packages" in changes:
            wrong += tuple(_way(row, becomes["packages"]))
        if wrong:
            raise AmendmentRefused(faults=faults(found=wrong))
        return _amended(row, changes, becomes, reason, actor, now)


def amend_bills(*, manifest: CargoManifest, lodging: Lodging, actor: Actor, now: datetime) -> list[Wrong]:
    """The bills that a message names become what it says of them, as far as bills are amended; what is wrong, by bill: then
    nothing of it may stand. In the caller's transaction."""
    standing = CargoBill.objects.filter(manifest=manifest, withdrawn_at=None)
    lock_bills(bills=standing.values_list("pk", flat=True))
    rows = {row.number: row for row in standing}
    stowed: defaultdict[int, set[str]] = defaultdict(set)
    for key, container in InContainer.objects.filter(bill__in=standing).values_list("bill", "container__number"):
        stowed[key].add(container)
    found, amended = [], False
    for bill, told in arriving_columns(lodging=lodging):
        row = rows.get(bill.number)
        wrong = list(_beside(row, bill, told, stowed)) or list(goods_wrong(bill=bill))
        changes = {} if row is None or wrong else _changes(row, {name: told[name] for name in (*FIELDS, "goods")})
        if row is not None and "packages" in changes:
            wrong += [replace(one, place=f"bills[{bill.number}].packages") for one in _way(row, told["packages"])]
        if row is not None and changes and not wrong:
            _amended(row, changes, told, lodging.manifest.reason, actor, now)
            amended = True
        found += wrong
    return found if found or amended else [Wrong("bills", "nothing_changed")]


def _beside(
    row: CargoBill | None, bill: Bill, told: Mapping[str, Any], stowed: Mapping[int, set[str]]
) -> Iterator[Wrong]:
    """What a message says of a bill otherwise than it stands, and may not."""
    at = f"bills[{bill.number[:40]}]"
    if row is None:
        yield Wrong(at, "bill_not_there", bill.number[:40])
        return
    for name, value in told.items():
        if name not in (*FIELDS, "goods") and getattr(row, name) != value:
            yield Wrong(f"{at}.{name}", "not_amendable")
    if [_fixed(line) for line in row.goods] != [_fixed(line) for line in told["goods"]]:
        yield Wrong(f"{at}.goods", "not_amendable")
    if stowed.get(row.pk, set()) != {one.container for line in bill.goods for one in line.stowed}:
        yield Wrong(f"{at}.containers", "not_amendable")


def _fixed(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in FIELDS}


def _changes(row: CargoBill, becomes: Mapping[str, Any]) -> dict[str, Any]:
    """Field to [was, becomes] of those that differ."""
    pairs = {name: [_told(getattr(row, name)), _told(value)] for name, value in becomes.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _amended(
    row: CargoBill, changes: Mapping[str, Any], becomes: Mapping[str, Any], reason: str, actor: Actor, now: datetime
) -> ManifestAmendment:
    for name in changes:
        setattr(row, name, becomes[name])
    row.save(update_fields=list(changes))
    if "packages" in changes and row.tallied is None:
        CargoAt.objects.filter(bill=row, spot="aboard").update(packages=row.packages)
    made = ManifestAmendment.objects.create(
        manifest=row.manifest,
        bill=row.number,
        changes=changes,
        reason=reason.strip(),
        made_at=now,
        made_by=officer(actor),
    )
    detail = {"changes": changes}
    audit.record(actor=actor, action="customs.amend_bill", target=f"bill:{row.number}", detail=detail, now=now)
    return made


def _told(value: object) -> object:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _faults(becomes: Mapping[str, Any], reason: str) -> list[Wrong]:
    found = [Wrong(name, "not_amendable") for name in becomes if name not in FIELDS]
    if not 0 < len(reason.strip()) <= 400:
        found.append(Wrong("reason", "text", "400"))
    packages, mass = becomes.get("packages", 1), becomes.get("gross_mass", Decimal(1))
    if not isinstance(packages, int) or not 0 < packages <= MOST_PACKAGES:
        found.append(Wrong("packages", "packages", str(packages)[:20]))
    if not isinstance(mass, Decimal) or not mass.is_finite() or not 0 < mass <= MOST_MASS:
        found.append(Wrong("gross_mass", "mass", str(mass)[:20]))
    found.extend(
        Wrong(name, "text", str(most)) for name, most in LONGEST.items() if len(str(becomes.get(name, ""))) > most
    )
    return found


def _way(bill: CargoBill, packages: int) -> list[Wrong]:
    """What happened so far must be possible with the new number as well."""
    steps = CargoStep.objects.filter(bill=bill).order_by("sequence")
    told = steps.values_list("kind", "packages", "origin_spot", "origin", "to_spot", "to", "declaration")
    try:
        replay(manifested=packages, steps=[step_of(row=row) for row in told])
    except IllegalMove:
        return [Wrong("packages", "too_few_packages")]
    return []


def withdraw_manifest(*, manifest: CargoManifest, actor: Actor, now: datetime) -> None:
    """Take back a manifest of goods to which nothing has happened. Raises Forbidden, NotToWithdraw."""
    require(actor, "customs.cargo", str(Party.business(manifest.lodger)))
    with transaction.atomic():
        row = CargoManifest.objects.select_for_update().get(pk=manifest.pk)
        keys = list(row.lodged_bills.values_list("pk", flat=True))
        lock_bills(bills=keys)
        happened = CargoStep.objects.filter(bill__in=keys).exclude(kind="manifested").exists()
        below = CargoBill.objects.filter(master__in=keys).exclude(manifest=row).exists()
        if row.withdrawn_at or happened or below or row.arrived_at:
            raise NotToWithdraw
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        CargoAt.objects.filter(bill__in=keys).delete()
        row.lodged_bills.update(withdrawn_at=now)
        alone = ContainerStay.objects.filter(bills__in=keys, ended=False).exclude(bills__withdrawn_at=None)
        mine = {one.pk: one for one in (*alone, *row.empties.filter(ended=False))}
        record_moves(rows=mine.values(), kind=Move.WITHDRAWN, by=officer(actor), now=now)
        # Containers of others follow the goods that are in them, and these are not.
        InContainer.objects.filter(bill__in=keys).delete()
        audit.record(
            actor=actor, action="customs.withdraw_manifest", target=f"manifest:{row.number}", detail={}, now=now
        )
