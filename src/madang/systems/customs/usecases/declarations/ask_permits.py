"""Ask other agencies whether goods meet their acts, and take their answers: the single window (Customs Act of Korea arts.
226, 327)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.contracts.customs_v1 import AskPermit, PermitAnswer, PermitStanding
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor, system_actor
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.progress import OPEN, PermitState
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, PermitNeed
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Checking whether declared goods may come in"))


def ask_permits(*, number: str, now: datetime) -> None:
    """Ask for each permit that nobody was asked for yet, outside a transaction. Asked again it is one question; a
    neighbour that is down makes it fail, and it is tried again while the declaration waits visibly."""
    one = CustomsDeclaration.objects.get(number=number)
    if DeclarationState(one.state) not in OPEN:
        return
    content = declaration_of(content=one.content)
    for need in one.permits.filter(state=PermitState.NEEDED.value).order_by("pk"):
        told = _ask(one, content, need)
        with transaction.atomic():
            held = locked(number=number)
            asked = PermitNeed.objects.get(pk=need.pk)
            if asked.state != PermitState.NEEDED.value:
                continue
            asked.state, asked.asked_at = PermitState.ASKED.value, now
            asked.save(update_fields=["state", "asked_at"])
            detail = {"requirement": need.requirement, "item": need.item, "office": need.office_code}
            happened(to=held, kind="permit_asked", actor=system_actor(SYSTEM), now=now, detail=detail)
        if told.answer in {PermitAnswer.GRANTED, PermitAnswer.REFUSED}:
            take_answer(
                number=number,
                item=need.item,
                requirement=need.requirement,
                answer=told.answer,
                says=told.says or "",
                actor=system_actor(SYSTEM),
                now=now,
            )


def _ask(one: CustomsDeclaration, content: Declaration, need: PermitNeed) -> PermitStanding:
    item = next(item for item in content.items if item.sequence == need.item)
    measured = item.quantities[0] if item.quantities else None
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
        quantity=item.net_mass if item.net_mass is not None else (measured.value if measured else None),
        unit="KGM" if item.net_mass is not None else (measured.unit if measured else ""),
        document=need.document,
        lodged_on=one.rates_on,
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


@transaction.atomic
def take_answer(
    *, number: str, item: int, requirement: str, answer: PermitAnswer, says: str, actor: Actor, now: datetime
) -> None:
    """Take what an agency answered; a second word changes nothing."""
    one = locked(number=number)
    need = one.permits.filter(item=item, requirement=requirement).first()
    if need is None or need.state in {PermitState.GRANTED.value, PermitState.REFUSED.value}:
        return
    granted = answer is PermitAnswer.GRANTED
    need.state = (PermitState.GRANTED if granted else PermitState.REFUSED).value
    need.answered_at, need.says = now, says[:1000]
    need.save(update_fields=["state", "answered_at", "says"])
    detail = {"requirement": requirement, "item": item, "office": need.office_code}
    kind = "permit_granted" if granted else "permit_refused"
    happened(to=one, kind=kind, actor=actor, now=now, text=says, detail=detail)
    advance(one=one, actor=actor, now=now)
