"""A bill of a lodged manifest corrected: what was, what becomes, and why (Customs Act art. 135 (2))."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Party
from madang.systems.customs.domain.lodging import MOST_MASS, Wrong
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
        changes = {name: [_told(getattr(row, name)), _told(value)] for name, value in becomes.items() if name in FIELDS}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        wrong += () if changes or wrong else (Wrong("reason", "nothing_changed"),)
        if not wrong and "packages" in changes:
            wrong += tuple(_way(row, becomes["packages"]))
        if wrong:
            raise AmendmentRefused(faults=faults(found=wrong))
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
        audit.record(
            actor=actor, action="customs.amend_bill", target=f"bill:{row.number}", detail={"changes": changes}, now=now
        )
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
        empty = ContainerStay.objects.filter(bills__in=keys, ended=False)
        empty.exclude(bills__withdrawn_at=None).update(ended=True)
        # Containers of others follow the goods that are in them, and these are not.
        InContainer.objects.filter(bill__in=keys).delete()
        audit.record(
            actor=actor, action="customs.withdraw_manifest", target=f"manifest:{row.number}", detail={}, now=now
        )
