"""Goods leave a procedure: by a declaration that is released, or as customs confirms. What secured them is free at once."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Fault
from madang.systems.customs.domain.procedures import DECLARED, Ending, ended_by, ending_of, procedure_called
from madang.systems.customs.domain.securing import INSIDE, SecuredState, still_secured
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import CustomsDeclaration, Discharged, SecuredGoods
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.securing import queue
from madang.systems.customs.usecases.securing.checks import left_in
from madang.systems.customs.usecases.securing.refusals import CannotLeave, NothingLeft

TOLD = "customs/discharged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What left: how, how much, by which declaration or in whose words."""

    ending: Ending
    quantity: Decimal
    declaration: str = ""
    text: str = ""


def discharge_declared(*, one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """What a released declaration ends. In the transaction of its release; what left meanwhile is not counted twice."""
    if one.direction == Direction.TRANSIT.value:
        return
    ending = ending_of(direction=Direction(one.direction))
    for item in declaration_of(content=one.content).items:
        for paper in ended_by(item=item):
            rows = SecuredGoods.objects.select_for_update(of=("self",)).select_related("declaration")
            goods = rows.filter(declaration__number=paper.number, item=paper.line or 1).first()
            if goods is None or SecuredState(goods.state) not in INSIDE:
                continue
            quantity = min(left_in(item=item, unit=goods.unit), goods.left)
            if quantity > 0:
                _leave(goods, Left(ending=ending, quantity=quantity, declaration=one.number), actor, now)


def discharge_arrived(*, bill: str, actor: Actor, now: datetime) -> None:
    """All goods under a bill came where they were sent under bond: a transit declared for them ends (in Korea Customs Act art.
    215). In the caller's transaction."""
    rows = SecuredGoods.objects.select_for_update(of=("self",)).select_related("declaration")
    inside = [one.value for one in INSIDE]
    for goods in rows.filter(
        declaration__bill=bill, declaration__direction=Direction.TRANSIT.value, state__in=inside
    ).order_by("pk"):
        procedure = procedure_called(code=goods.procedure, on=goods.declaration.rates_on)
        if procedure is not None and Ending.ARRIVAL in procedure.endings:
            _leave(goods, Left(ending=Ending.ARRIVAL, quantity=goods.left), actor, now)


@transaction.atomic
def confirm_leaving(*, goods: SecuredGoods, left: Left, actor: Actor, now: datetime) -> SecuredGoods:
    """Customs confirms that goods arrived, were used inside or destroyed. Raises Forbidden, CannotLeave, NothingLeft."""
    require(actor, "customs.secure", goods.declaration.office_code)
    held = SecuredGoods.objects.select_for_update().get(pk=goods.pk)
    procedure = procedure_called(code=held.procedure, on=held.declaration.rates_on)
    if procedure is None or left.ending not in procedure.endings or left.ending in DECLARED:
        raise CannotLeave
    if SecuredState(held.state) not in INSIDE:
        raise NothingLeft
    if not 0 < left.quantity <= held.left:
        raise NothingLeft(faults=(Fault("quantity", str(NothingLeft.says), NothingLeft.code),))
    _leave(held, left, actor, now)
    return held


def _leave(goods: SecuredGoods, left: Left, actor: Actor, now: datetime) -> None:
    """Append it, and free the share. The goods' row is locked."""
    Discharged.objects.create(
        goods=goods,
        ending=left.ending.value,
        quantity=left.quantity,
        declaration=left.declaration,
        text=left.text[:1000],
        at=now,
        by=officer(actor),
    )
    goods.discharged += left.quantity
    if goods.secured_minor:
        goods.secured_minor = still_secured(
            secured=goods.to_secure_minor, quantity=goods.quantity, discharged=goods.discharged
        )
    if not goods.left:
        goods.state = SecuredState.DISCHARGED.value
    goods.save(update_fields=["discharged", "secured_minor", "state"])
    one = goods.declaration
    detail = {"item": goods.item, "ending": left.ending.value, "quantity": f"{left.quantity.normalize():f}"}
    detail |= {"unit": goods.unit, "declaration": left.declaration}
    happened(to=one, kind="discharged", actor=actor, now=now, text=left.text, detail=detail)
    if not goods.left:
        link = reverse("customs:secured_goods", args=[one.number, goods.item])
        notify(party=one.party, template=TOLD, values={"number": one.number, "goods": goods.title}, link=link, now=now)
    queue.secure_waiting(party=one.party)
