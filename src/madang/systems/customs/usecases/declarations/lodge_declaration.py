"""Lodge a declaration."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Fault, Party, PartyKind
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration, Trader
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.domain.numbers import declaration_number
from madang.systems.customs.domain.progress import Control, PermitState
from madang.systems.customs.domain.requirements import Requirement, needed
from madang.systems.customs.domain.words import DeclarationState, Direction, Lane
from madang.systems.customs.models import CustomsDeclaration, DeclarationVersion, PermitNeed, ValueStatement
from madang.systems.customs.usecases.cargo.find_goods import is_consigned_to
from madang.systems.customs.usecases.declarations import law, queue
from madang.systems.customs.usecases.declarations.advance_declaration import advance
from madang.systems.customs.usecases.declarations.assessing import assessed_by_law
from madang.systems.customs.usecases.declarations.checks import Consigned, faults_of, owner_of
from madang.systems.customs.usecases.declarations.claim_quota import note_claims
from madang.systems.customs.usecases.declarations.content import as_json
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.offices import office_for
from madang.systems.customs.usecases.declarations.open_control import open_control
from madang.systems.customs.usecases.declarations.open_quotas import unrecommended
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused, ReferenceUsed
from madang.systems.customs.usecases.declarations.select_lane import select_lane
from madang.systems.customs.usecases.express.checks import simplified_faults
from madang.systems.customs.usecases.permits.checks import faults_for_agencies
from madang.systems.customs.usecases.securing.checks import faults_under
from madang.systems.customs.usecases.securing.reserve import note_secured


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sound declaration with what the law and the selection make of it."""

    declaration: Declaration
    assessed: Assessed | None
    party: Party
    party_name: str


def lodge_declaration(
    *, declaration: Declaration, channel: str, actor: Actor, now: datetime, counts_on: date | None = None
) -> CustomsDeclaration:
    """Check it whole, assess it, select its lane and keep it: one transaction; what needs nobody is released in it.

    The same content under the same reference gives the declaration that stands. `counts_on` is the day whose law counts
    where it is not today (a fallback). Raises Forbidden, DeclarationRefused with every fault, ReferenceUsed.
    """
    judged = judge(declaration=declaration, actor=actor, on=counts_on or timezone.localdate(now))
    content = as_json(of=judged.declaration)
    known = _known(judged.party, content)
    if known is not None:
        return known

    one = _composed(judged, content, channel, actor, now)
    one.accepted_on = counts_on or one.accepted_on
    try:
        with transaction.atomic():
            record_lodging(one=one, judged=judged, actor=actor, now=now)
    except IntegrityError:
        # Somebody else lodged it in this very moment; theirs is ours.
        known = _known(judged.party, content)
        if known is None:
            raise
        return known
    return one


def judge(*, declaration: Declaration, actor: Actor, on: date) -> Judged:
    """The declaration, whole, as the law sees it on that day. Raises Forbidden, DeclarationRefused."""
    party = actor.party
    if party is None:
        raise Forbidden
    require(actor, "customs.declare", str(party))
    return judge_for(declaration=declaration, party=party, name=declarant_name(actor=actor), on=on)


def judge_for(
    *,
    declaration: Declaration,
    party: Party,
    name: str,
    on: date,
    consigned: Consigned = is_consigned_to,
    measures: tuple[Measure, ...] | None = None,
    statements: Mapping[str, ValueStatement] | None = None,
) -> Judged:
    """The same for whoever was let in before. `consigned` says whose the goods under a bill are, `measures` which stand that
    day, `statements` which of value they name, where somebody judges many. Raises DeclarationRefused."""
    whole = completed(declaration=declaration, party=party, name=name, on=on)
    assessed, faults = assessed_by_law(declaration=whole, party=party, on=on, measures=measures, statements=statements)
    found = (
        *faults_of(declaration=whole, party=party, consigned=consigned),
        *unrecommended(declaration=whole, on=on, measures=measures),
        *faults_under(declaration=whole, party=party, on=on),
        *simplified_faults(declaration=whole, party=party, on=on),
        *faults_for_agencies(declaration=whole, on=on),
        *faults,
    )
    if found:
        raise DeclarationRefused(faults=tuple(found))
    owner = owner_of(declaration=whole)
    return Judged(declaration=whole, assessed=assessed, party=party, party_name=(owner.name if owner else "") or name)


def faults_in(*, declaration: Declaration, actor: Actor, on: date) -> tuple[Fault, ...]:
    """Every fault that lodging would tell; nothing is kept."""
    try:
        judge(declaration=declaration, actor=actor, on=on)
    except DeclarationRefused as refusal:
        return refusal.faults
    return ()


def declarant_name(*, actor: Actor) -> str:
    """The name of whoever declares."""
    return actor.acting_for.name if actor.acting_for else actor.name


def completed(*, declaration: Declaration, party: Party, name: str, on: date) -> Declaration:
    """What the declarant leaves out and customs knows: whose goods they are, the office, the day."""
    owner = owner_of(declaration=declaration) or Trader(name=name, country=pack().code.upper())
    if party.kind is PartyKind.BUSINESS and not owner.number:
        owner = replace(owner, number=party.key)
    if not owner.name:
        owner = replace(owner, name=name)
    office = office_for(code=declaration.office) or declaration.office
    whole = replace(declaration, office=office, lodged_on=on)
    if declaration.direction is Direction.EXPORT:
        return replace(whole, exporter=owner)
    return replace(whole, importer=owner)


def _known(party: Party, content: dict[str, Any]) -> CustomsDeclaration | None:
    """What stands under this reference. Raises ReferenceUsed where it says something else."""
    known = CustomsDeclaration.objects.filter(
        party_kind=party.kind.value, party_key=party.key, reference=content["reference"]
    ).first()
    if known is None:
        return None
    first = known.versions.order_by("version").values_list("content", flat=True)[0]
    if not says_the_same(first=first, again=content):
        raise ReferenceUsed(reference=known.reference, number=known.number)
    return known


def says_the_same(*, first: dict[str, Any], again: dict[str, Any]) -> bool:
    """Whether two contents differ in nothing but the day."""
    return first | {"lodged_on": None} == again | {"lodged_on": None}


def _composed(judged: Judged, content: dict[str, Any], channel: str, actor: Actor, now: datetime) -> CustomsDeclaration:
    made = composed(judged=judged, content=content, serial=serials(count=1)[0], now=now)
    made.channel, made.lodged_by, made.lodged_by_name = channel, officer(actor), actor.name[:120]
    return made


def composed(*, judged: Judged, content: dict[str, Any], serial: int, now: datetime) -> CustomsDeclaration:
    """The declaration as it will be kept, without how it came."""
    whole, made = judged.declaration, judged.assessed
    today = timezone.localdate(now)
    return CustomsDeclaration(
        number=declaration_number(office=whole.office, year=today.year, serial=serial),
        direction=whole.direction.value,
        party_kind=judged.party.kind.value,
        party_key=judged.party.key,
        party_name=judged.party_name[:200],
        reference=whole.reference,
        office_code=whole.office,
        bill=whole.bill[:64],
        title=(whole.items[0].description or whole.items[0].commodity)[:200],
        content=content,
        assessed=as_json(of=made) if made else None,
        value_minor=made.customs_value.minor if made else 0,
        payable_minor=made.payable.minor if made else 0,
        currency=made.currency if made else pack().currency,
        procedure=made.procedure if made else "",
        lane=Lane.GREEN.value,
        control=Control.NONE.value,
        state=DeclarationState.LODGED.value,
        lodged_at=now,
        accepted_on=today,
    )


def serials(*, count: int) -> list[int]:
    """So many fresh serials of declarations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('customs_declaration_serial') FROM generate_series(1, %s)", [count])
        return [int(serial) for (serial,) in cursor.fetchall()]


def record_lodging(*, one: CustomsDeclaration, judged: Judged, actor: Actor, now: datetime) -> None:
    """Keep it, select its lane, and bring it as far as it goes. In the caller's transaction."""
    one.save(force_insert=True)
    keep_version(one=one, actor=actor, now=now)
    happened(to=one, kind="lodged", actor=actor, now=now, detail={"channel": one.channel, "office": one.office_code})
    select_lane(one=one, declaration=judged.declaration, actor=actor, now=now)
    note_permits(one=one, declaration=judged.declaration)
    note_claims(one=one, declaration=judged.declaration)
    note_secured(one=one, declaration=judged.declaration)
    open_control(one=one, actor=actor, now=now)
    advance(one=one, actor=actor, now=now)


def put_next(*, one: CustomsDeclaration, declaration: Declaration, assessed: Assessed | None) -> None:
    """Put another content in the place of what stands, as the version after it; whoever calls saves and keeps it."""
    first = declaration.items[0]
    one.version += 1
    one.title = (first.description or first.commodity)[:200]
    one.content = as_json(of=declaration)
    one.assessed = as_json(of=assessed) if assessed else None
    one.value_minor = assessed.customs_value.minor if assessed else 0
    one.payable_minor = assessed.payable.minor if assessed else 0


def keep_version(*, one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """Keep what was lodged, whole."""
    DeclarationVersion.objects.create(
        declaration=one, version=one.version, content=one.content, assessed=one.assessed, at=now, by=officer(actor)
    )


def note_permits(*, one: CustomsDeclaration, declaration: Declaration) -> None:
    """Note what other agencies must say, and have them asked after the commit."""
    rows = permits_for(one=one, declaration=declaration, requirements=law.requirements())
    PermitNeed.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        queue.ask_permits(number=one.number)


def permits_for(
    *, one: CustomsDeclaration, declaration: Declaration, requirements: tuple[Requirement, ...]
) -> list[PermitNeed]:
    """What other agencies must say."""
    found = needed(declaration=declaration, requirements=requirements, on=one.accepted_on or one.lodged_at.date())
    produced = {item.sequence: item.documents for item in declaration.items}
    return [
        PermitNeed(
            declaration=one,
            item=sequence,
            requirement=asked.code,
            office_code=asked.office,
            document=next((paper.number for paper in produced[sequence] if paper.type in asked.documents), "")[:70],
            state=PermitState.NEEDED.value,
        )
        for sequence, asked in found
    ]
