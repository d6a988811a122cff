"""Amend or withdraw a declaration before release (Customs Act of Korea arts. 38 (4), 250)."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.cases.domain.states import OPEN as OPEN_CASES
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.money.usecases import give_back
from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.progress import OPEN, PermitState
from madang.systems.customs.domain.requirements import told_to_agencies
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, QuotaClaim
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.claim_quota import assess_within_quotas, note_claims
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.law import requirements
from madang.systems.customs.usecases.declarations.lodge_declaration import (
    judge_for,
    keep_version,
    note_permits,
    put_next,
)
from madang.systems.customs.usecases.declarations.open_control import open_control
from madang.systems.customs.usecases.declarations.refusals import (
    DeclarationClosed,
    DeclarationMovedOn,
    GoodsAskedAbout,
    ReasonMissing,
)
from madang.systems.customs.usecases.declarations.select_lane import select_lane
from madang.systems.customs.usecases.permits.accept_parts import accept_parts
from madang.systems.customs.usecases.permits.end_requests import end_what_was_asked
from madang.systems.customs.usecases.securing.reserve import let_go, note_secured
from madang.systems.customs.usecases.valuation.decided_values import require_decided_values


def _open(number: str, version: int, reason: str, actor: Actor) -> CustomsDeclaration:
    one = locked(number=number)
    require(actor, "customs.declare", str(one.party))
    if not reason.strip():
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    if DeclarationState(one.state) not in OPEN:
        raise DeclarationClosed(number=one.number)
    if one.version != version:
        raise DeclarationMovedOn(number=one.number)
    return one


@transaction.atomic
def amend_declaration(
    *, number: str, version: int, declaration: Declaration, reason: str, actor: Actor, now: datetime
) -> CustomsDeclaration:
    """Put another content in the place of what was lodged: assessed, selected and looked at anew by the rates of the day on
    which it was lodged. The earlier content stays. Raises DeclarationClosed, DeclarationMovedOn, DeclarationRefused,
    ReasonMissing."""
    one = _open(number, version, reason, actor)
    told = replace(declaration, reference=one.reference)
    on = one.accepted_on or timezone.localdate(now)
    judged = judge_for(declaration=told, party=one.party, name=one.party_name, on=on)
    _require_same_goods(one, judged.declaration)
    require_decided_values(one=one, told=judged.declaration)
    _end_what_runs(one, reason, now)
    put_next(one=one, declaration=judged.declaration, assessed=judged.assessed)
    one.procedure = judged.assessed.procedure if judged.assessed else ""
    one.bill = judged.declaration.bill[:64]
    one.case, one.deferred, one.state = "", False, DeclarationState.LODGED.value
    one.save()
    note_claims(one=one, declaration=judged.declaration)
    assess_within_quotas(one=one)
    keep_version(one=one, actor=actor, now=now)
    happened(to=one, kind="amended", actor=actor, now=now, text=reason, detail={"version": one.version})
    select_lane(one=one, declaration=judged.declaration, actor=actor, now=now)
    note_permits(one=one, declaration=judged.declaration)
    accept_parts(one=one, declaration=judged.declaration, actor=actor, now=now)
    note_secured(one=one, declaration=judged.declaration)
    open_control(one=one, actor=actor, now=now)
    advance(one=one, actor=actor, now=now)
    return one


@transaction.atomic
def withdraw_declaration(*, number: str, version: int, reason: str, actor: Actor, now: datetime) -> CustomsDeclaration:
    """Take it back before release; what was charged ends or goes back. Raises DeclarationClosed, DeclarationMovedOn,
    ReasonMissing."""
    one = _open(number, version, reason, actor)
    _end_what_runs(one, reason, now)
    one.state = DeclarationState.CANCELLED.value
    one.save(update_fields=["state"])
    happened(to=one, kind="withdrawn", actor=actor, now=now, text=reason)
    let_go(one=one)
    end_what_was_asked(one=one, withdrawn=True, why=reason, now=now)
    return one


def _require_same_goods(one: CustomsDeclaration, told: Declaration) -> None:
    """What an agency was told, or a quota was claimed for, stays what it was; only where an agency accepted a part, the
    quantities may sink to that. Raises GoodsAskedAbout."""
    claimed = {*QuotaClaim.objects.filter(declaration=one.number).values_list("item", flat=True)}
    asked = {*one.permits.values_list("item", flat=True)}
    partly = {*one.permits.filter(state=PermitState.PARTLY.value).values_list("item", flat=True)} - claimed
    known = declaration_of(content=one.content)
    before = {item.sequence: item for item in known.items}
    after = {item.sequence: item for item in told.items}
    for sequence in sorted(asked | claimed):
        same = sequence in after and _goods(before[sequence]) == _goods(after[sequence])
        if same and sequence in asked:
            same = _told(known, before[sequence]) == _told(told, after[sequence])
        if not same or (sequence not in partly and _amounts(before[sequence]) != _amounts(after[sequence])):
            raise GoodsAskedAbout(item=sequence)


def _goods(item: Item) -> tuple[object, ...]:
    return item.commodity, item.description, item.origin, item.quota_order


def _told(declaration: Declaration, item: Item) -> tuple[object, ...]:
    """What agencies were told beside the goods: the very lot, where it goes, and what they asked."""
    destination = item.destination_country or declaration.destination_country
    return declaration.bill, destination, told_to_agencies(item=item, requirements=requirements())


def _amounts(item: Item) -> tuple[object, ...]:
    return item.net_mass, item.quantities


def _end_what_runs(one: CustomsDeclaration, reason: str, now: datetime) -> None:
    machine = system_actor("customs.change")
    give_back(reference=one.number, reason=reason[:300], actor=machine, now=now)
    case = Case.objects.filter(number=one.case, state__in=[state.value for state in OPEN_CASES]).first()
    one.case = ""
    one.save(update_fields=["case"])
    if case is not None:
        decide(case=case, outcome=Outcome.REFUSED.value, reasons=reason, actor=machine, now=now)
