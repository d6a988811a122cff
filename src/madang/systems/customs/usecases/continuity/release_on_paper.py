"""Enter what an officer released on paper during a fallback (in Korea Customs Act art. 248 with the notice on outages): the
declaration is released as of the paper, what is levied is charged and paid afterwards, and what selection chose is looked at
afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Party
from madang.systems.customs.domain.offline_reference import read_reference
from madang.systems.customs.domain.progress import OPEN
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, Fallback, PaperRelease
from madang.systems.customs.usecases.continuity.fallbacks import find_fallback, outage_of
from madang.systems.customs.usecases.continuity.refusals import FallbackMovedOn, PaperEntered, PaperFaulty
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.history import happened

NEVER = frozenset({"proposed", "dropped"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on the paper. `declaration` is customs' number, or with `business` the provisional reference of a declaration
    that need not be here yet."""

    declaration: str
    business: str
    paper: str
    released_at: datetime
    released_by: str


@transaction.atomic
def enter_paper_release(*, fallback: str, told: Paper, actor: Actor, now: datetime) -> PaperRelease:
    """Keep the paper, and release the declaration now or when it arrives. Raises NoSuchFallback, FallbackMovedOn, PaperFaulty,
    PaperEntered."""
    during = find_fallback(number=fallback, actor=actor)
    if during.state in NEVER:
        raise FallbackMovedOn
    party, reference, known = _whose(told.declaration.strip(), told.business.strip(), actor)
    if party is None:
        says = _("Give the number of a declaration of your office, or a provisional reference and its business.")
        raise PaperFaulty(faults=(Fault("declaration", says, "unknown"),))
    before = PaperRelease.objects.filter(party_kind=party.kind.value, party_key=party.key, reference=reference).first()
    if before is not None:
        raise PaperEntered(paper=before.paper)
    faults = _faults(during, known, told, now)
    if faults:
        raise PaperFaulty(faults=tuple(faults))
    made = PaperRelease.objects.create(
        fallback=during,
        party_kind=party.kind.value,
        party_key=party.key,
        reference=reference,
        paper=told.paper.strip()[:40],
        released_at=told.released_at,
        released_by=told.released_by.strip()[:120],
        entered_by=officer(actor),
        entered_at=now,
    )
    detail = {"fallback": during.number}
    audit.record(actor=actor, action="customs.enter_paper_release", target=f"paper:{made.pk}", detail=detail, now=now)
    if known is not None:
        apply_paper_release(one=locked(number=known.number), now=now)
        made.refresh_from_db()
    return made


def _whose(declaration: str, business: str, actor: Actor) -> tuple[Party | None, str, CustomsDeclaration | None]:
    """Party, reference, and the declaration where it is here. A number alone names a declaration of the officer's office."""
    provisional = read_reference(text=declaration)
    if provisional is not None and business.isdigit():
        party = Party.business(business)
        found = CustomsDeclaration.objects.filter(
            party_kind=party.kind.value, party_key=party.key, reference=provisional.text
        ).first()
        return party, provisional.text, found
    found = CustomsDeclaration.objects.filter(number=declaration[:32]).first() if declaration.isprintable() else None
    if found is None:
        return None, "", None
    require(actor, "customs.decide", found.office_code)
    return found.party, found.reference, found


def _faults(during: Fallback, known: CustomsDeclaration | None, told: Paper, now: datetime) -> list[Fault]:
    faults = []
    office = known.office_code if known else during.office_code
    if told.released_at > now or not outage_of(fallback=during).covers(office=office, at=told.released_at):
        says = _("The paper was signed while the fallback was in force at the office of the declaration.")
        faults.append(Fault("released_at", says, "period"))
    if not told.paper.strip() or not told.released_by.strip():
        faults.append(Fault("paper", _("Give the number of the paper and who signed it."), "missing"))
    if known is not None and DeclarationState(known.state) not in OPEN:
        says = _("The declaration is released, refused or withdrawn already.")
        faults.append(Fault("declaration", says, "closed"))
    return faults


def apply_paper_release(*, one: CustomsDeclaration, now: datetime) -> None:
    """Release a declaration whose paper was entered, in the caller's transaction, which holds the row; else nothing."""
    if DeclarationState(one.state) not in OPEN:
        return
    found = PaperRelease.objects.filter(
        party_kind=one.party_kind, party_key=one.party_key, reference=one.reference, declaration=""
    ).first()
    if found is None or not outage_of(fallback=found.fallback).covers(office=one.office_code, at=found.released_at):
        return
    found.declaration = one.number
    found.save(update_fields=["declaration"])
    machine = system_actor("customs.paper")
    detail = {"paper": found.paper, "fallback": found.fallback.number, "released_at": found.released_at.isoformat()}
    happened(to=one, kind="paper", actor=machine, now=now, detail=detail)
    advance(one=one, actor=machine, now=now)
