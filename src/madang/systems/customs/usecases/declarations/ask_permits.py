"""Ask other agencies whether goods meet their acts, and take their answers: the single window (Customs Act of Korea arts.
226, 327)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.contracts.customs_v1 import (
    AskPermit,
    PermitAnswer,
    PermitDecided,
    PermitMoved,
    PermitStanding,
    ProducedPaper,
    SaidElement,
)
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.notify import notify
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.progress import OPEN, PermitState
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, PermitNeed
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permits.accept_parts import measured
from madang.systems.customs.usecases.permits.end_requests import tell_ended

PURPOSE = declare(gettext_noop("Checking whether declared goods may come in"))


def ask_permits(*, number: str, now: datetime) -> None:
    """Ask for each permit that nobody was asked for yet, outside a transaction. Asked again it is one question; a
    neighbour that is down makes it fail, and it is tried again while the declaration waits visibly."""
    one = CustomsDeclaration.objects.get(number=number)
    if DeclarationState(one.state) not in OPEN:
        return
    content = declaration_of(content=one.content)
    for need in one.permits.filter(state=PermitState.NEEDED.value).order_by("pk"):
        if not _noted(need, _ask(one, content, need), now):
            return


@transaction.atomic
def _noted(need: PermitNeed, told: PermitStanding, now: datetime) -> bool:
    """Note that the agency was asked, and what it answered at once. False where the declaration ended meanwhile: the agency may
    have heard of the end before it heard the question, and is told once more."""
    one = locked(number=need.declaration.number)
    asked = PermitNeed.objects.get(pk=need.pk)
    if asked.state == PermitState.ENDED.value:
        tell_ended(one=one, withdrawn=one.state == DeclarationState.CANCELLED.value, why="", now=now)
        return False
    if asked.state == PermitState.NEEDED.value:
        asked.state, asked.asked_at, asked.request = PermitState.ASKED.value, now, told.request or ""
        asked.automatic = bool(told.automatic)
        asked.save(update_fields=["state", "asked_at", "request", "automatic"])
        detail = {"requirement": need.requirement, "item": need.item, "office": need.office_code}
        happened(to=one, kind="permit_asked", actor=system_actor(SYSTEM), now=now, detail=detail)
    if told.answer in {PermitAnswer.GRANTED, PermitAnswer.REFUSED}:
        answer = PermitDecided(
            declaration=one.number,
            item=need.item,
            requirement=need.requirement,
            answer=told.answer,
            says=told.says or "",
            accepted=told.accepted,
            unit=told.unit or "",
            rest=told.rest,
        )
        take_answer(told=answer, actor=system_actor(SYSTEM), now=now)
    return True


def _ask(one: CustomsDeclaration, content: Declaration, need: PermitNeed) -> PermitStanding:
    item = next(item for item in content.items if item.sequence == need.item)
    quantity, unit = measured(item=item)
    question = AskPermit(
        party=one.party,
        trader=one.party_name,
        declaration=one.number,
        item=need.item,
        requirement=need.requirement,
        office=need.office_code,
        commodity=item.commodity,
        description=item.description,
        origin=item.origin,
        quantity=quantity,
        unit=unit,
        document=need.document,
        lodged_on=one.rates_on,
        destination=item.destination_country or content.destination_country,
        bill=content.bill,
        place=content.location.code,
        elements=_said(need, item),
        papers=tuple(ProducedPaper(type=paper.type, number=paper.number) for paper in item.documents if paper.number),
    )
    asking = Asking(
        system=SYSTEM,
        actor=system_actor(SYSTEM),
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=AskPermit, purpose=PURPOSE),
        subject=one.party,
        case=one.number,
        idempotency_key=f"customs:permit:{one.number}:{need.item}:{need.requirement}",
    )
    return ask(question, asking)


def _said(need: PermitNeed, item: Item) -> tuple[SaidElement, ...]:
    law = requirement_of(code=need.requirement)
    told = ((element.code, element.of(item=item)) for element in (law.elements() if law else ()))
    return tuple(SaidElement(code=code, text=text) for code, text in told if text)


@transaction.atomic
def take_answer(*, told: PermitDecided, actor: Actor, now: datetime) -> None:
    """Take what an agency answered; a second word changes nothing, and none comes after the declaration ended."""
    one = locked(number=told.declaration)
    need = one.permits.filter(item=told.item, requirement=told.requirement).first()
    if need is None or need.state not in {PermitState.NEEDED.value, PermitState.ASKED.value}:
        return
    partly = told.answer is PermitAnswer.GRANTED and told.accepted is not None
    granted = PermitState.PARTLY if partly else PermitState.GRANTED
    need.state = (granted if told.answer is PermitAnswer.GRANTED else PermitState.REFUSED).value
    need.answered_at, need.says, need.stage = now, told.says[:1000], ""
    need.accepted, need.unit = told.accepted, told.unit
    need.rest = told.rest.value if told.rest else ""
    need.save()
    detail = {"requirement": told.requirement, "item": told.item, "office": need.office_code}
    happened(to=one, kind=f"permit_{need.state}", actor=actor, now=now, text=told.says, detail=detail)
    if partly:
        _tell_part(one, need, now)
    advance(one=one, actor=actor, now=now)


def _tell_part(one: CustomsDeclaration, need: PermitNeed, now: datetime) -> None:
    accepted = f"{(need.accepted or Decimal(0)).normalize():f} {need.unit}"
    values = {"number": one.number, "item": need.item, "accepted": accepted}
    link = f"/customs/declarations/{one.number}/"
    notify(party=one.party, template="customs/permit_partly", values=values, link=link, now=now)


@transaction.atomic
def take_stage(*, told: PermitMoved, actor: Actor, now: datetime) -> None:
    """Take what an agency does before it answers."""
    one = locked(number=told.declaration)
    need = one.permits.filter(item=told.item, requirement=told.requirement).first()
    if need is None or need.state not in {PermitState.NEEDED.value, PermitState.ASKED.value}:
        return
    need.stage, need.says = told.stage.value, told.says[:1000]
    need.save(update_fields=["stage", "says"])
    detail = {"requirement": told.requirement, "item": told.item, "stage": told.stage.value}
    happened(to=one, kind="permit_moved", actor=actor, now=now, text=told.says, detail=detail)
