"""Licences for several declarations: an officer enters one, requests are written down on it, what ended goes back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import LicenceUse, PermitLicence, PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permits.refusals import LicenceUnfit


@transaction.atomic
def grant_licence(
    *,
    requirement: str,
    office: str,
    party: Party,
    holder: str,
    prefixes: tuple[str, ...],
    partners: tuple[str, ...],
    unit: str,
    total: Decimal,
    valid_from: date,
    valid_until: date,
    actor: Actor,
    now: datetime,
) -> PermitLicence:
    """Enter a licence of the office: for whom, of which goods, how much, from when and until when. Raises Forbidden,
    LicenceUnfit with every fault."""
    require(actor, "customs.permit", office)
    faults = tuple(_faults(requirement, office, prefixes, total, valid_from, valid_until))
    if faults:
        raise LicenceUnfit(faults=faults)
    made = PermitLicence.objects.create(
        number=f"L{now:%Y}-{random_symbols(count=8)}",
        office_code=office,
        requirement=requirement,
        party_kind=party.kind.value,
        party_key=party.key,
        holder=holder[:200],
        prefixes=list(prefixes),
        partners=list(partners),
        unit=unit,
        total=total,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_at=now,
        granted_by=actor.name[:120],
    )
    detail = {"requirement": requirement, "total": str(total), "unit": unit}
    record(actor=actor, action="customs.licence_granted", target=f"licence:{made.number}", detail=detail, now=now)
    return made


def _faults(
    requirement: str, office: str, prefixes: tuple[str, ...], total: Decimal, valid_from: date, valid_until: date
) -> Iterable[Fault]:
    law = requirement_of(code=requirement)
    if law is None or law.office != office:
        yield Fault("requirement", _("Your office does not decide on this act."), "customs.licence.requirement")
    elif not prefixes or any(not law.asks_of(commodity=one.ljust(10, "0")) for one in prefixes):
        yield Fault("prefixes", _("The act does not ask for a permit of these goods."), "customs.licence.goods")
    if total <= 0:
        yield Fault("total", _("Give a quantity above zero."), "customs.licence.total")
    if valid_until < valid_from:
        yield Fault("valid_until", _("It would end before it begins."), "customs.licence.days")


def take_of_licence(*, one: PermitRequest, now: datetime) -> LicenceUse | None:
    """Write the request down on the first licence that its papers name and that covers all of it; None where none does. Whoever
    takes of the same licence at once waits at its row, and finds what is left."""
    wanted = one.quantity
    if wanted is None:
        return None
    named = PermitLicence.objects.select_for_update().filter(
        number__in=[row["number"] for row in one.facts.get("papers", ())],
        requirement=one.requirement,
        office_code=one.office_code,
        party_kind=one.party_kind,
        party_key=one.party_key,
    )
    today = timezone.localdate(now)
    held = next((found for found in named.order_by("number") if _covers(found, one, wanted, today)), None)
    if held is None:
        return None
    try:
        with transaction.atomic():
            use = LicenceUse.objects.create(licence=held, request=one, quantity=wanted, at=now)
    except IntegrityError:
        # The database keeps the sum; what it refuses is for an officer.
        return None
    held.refresh_from_db()
    use.licence = held
    return use


def _covers(held: PermitLicence, one: PermitRequest, wanted: Decimal, today: date) -> bool:
    law = requirement_of(code=one.requirement)
    exports = law is not None and law.direction is Direction.EXPORT
    partner = one.facts["destination"] if exports else one.origin
    return (
        held.valid_from <= today <= held.valid_until
        and held.unit == one.facts["unit"]
        and 0 < wanted <= held.total - held.used
        and one.commodity.startswith(tuple(held.prefixes))
        and (not held.partners or partner in held.partners)
    )


def give_back_licence(*, one: PermitRequest, now: datetime) -> None:
    """What the request took goes back, once. In the caller's transaction."""
    LicenceUse.objects.filter(request=one, returned_at=None).update(returned_at=now)
