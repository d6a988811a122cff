"""Lodge a declaration that was written without a network: once, under its provisional reference, by the day that counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden
from madang.framework.law import parameter
from madang.framework.values import Party, PartyKind
from madang.systems.customs.domain.continuity import Outage, true_time, written_under
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.offline_reference import read_reference
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.continuity.fallbacks import declared_fallbacks, outage_of
from madang.systems.customs.usecases.continuity.refusals import OtherParty, ReferenceNotProvisional
from madang.systems.customs.usecases.continuity.release_on_paper import apply_paper_release
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.offices import office_for

CHANNEL = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedOffline:
    """What stands, the day that counts, and the fallback for which it does (empty: the day of arrival)."""

    declaration: CustomsDeclaration
    counts_on: date
    fallback: str = ""


def lodge_offline(
    *, declaration: Declaration, whom: str, device_now: datetime, actor: Actor, now: datetime
) -> LodgedOffline:
    """The declaration whose `reference` is its provisional one, written for the business `whom` (empty: for oneself). Sent
    again, it is the one that stands. Raises ReferenceNotProvisional, OtherParty, Forbidden, DeclarationRefused,
    ReferenceUsed."""
    party = actor.party
    if party is None:
        raise Forbidden
    provisional = read_reference(text=declaration.reference)
    if provisional is None:
        raise ReferenceNotProvisional
    if whom != (party.key if party.kind is PartyKind.BUSINESS else ""):
        raise OtherParty(whom=whom[:20] or "-")
    written = true_time(written_at=provisional.written_at, device_now=device_now, now=now)
    office = office_for(code=declaration.office) or declaration.office
    outage = outage_for(office=office, written_at=written, now=now)
    known = _known(party, provisional.text)
    counts_on = known.rates_on if known else timezone.localdate(written if outage else now)

    made = lodge_declaration(
        declaration=replace(declaration, reference=provisional.text),
        channel=CHANNEL,
        actor=actor,
        now=now,
        counts_on=counts_on,
    )
    with transaction.atomic():
        made = locked(number=made.number)
        _note(made, written, outage, actor, now)
        apply_paper_release(one=made, now=now)
    told = made.events.filter(kind="offline").values_list("detail", flat=True).first() or {}
    return LodgedOffline(declaration=made, counts_on=made.rates_on, fallback=str(told.get("fallback", "")))


def outage_for(*, office: str, written_at: datetime, now: datetime) -> Outage | None:
    """The declared fallback under which it was written, if it arrives in time."""
    grace = timedelta(hours=int(parameter("customs.continuity.sync_hours", on=timezone.localdate(now))))
    rows = declared_fallbacks().filter(began_at__lte=written_at, office_code__in=["", office])
    outages = [outage_of(fallback=one) for one in rows]
    return written_under(written_at=written_at, arrived_at=now, office=office, outages=outages, grace=grace)


def _known(party: Party, reference: str) -> CustomsDeclaration | None:
    return CustomsDeclaration.objects.filter(
        party_kind=party.kind.value, party_key=party.key, reference=reference
    ).first()


def _note(one: CustomsDeclaration, written: datetime, outage: Outage | None, actor: Actor, now: datetime) -> None:
    """Once: how it came, and why its day counts."""
    if one.events.filter(kind="offline").exists():
        return
    detail = {"written_at": written.isoformat(), "fallback": outage.number if outage else ""}
    happened(to=one, kind="offline", actor=actor, now=now, detail=detail)
