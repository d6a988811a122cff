"""Released goods may leave their storage."""

from datetime import datetime

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.values import Refusal
from madang.systems.customs.domain.procedures import procedure_called
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.cargo.find_goods import is_consigned_to
from madang.systems.customs.usecases.cargo.release_goods import release_goods
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.name import SYSTEM


def let_goods_go(*, one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """Tell the cargo room, where the declaration names a bill that it knows. In the transaction of the release; what the
    cargo room refuses is told in the history, and does not hold the release."""
    procedure = procedure_called(code=one.procedure, on=one.rates_on)
    if not one.bill or (procedure is not None and not procedure.inland):
        return
    if not is_consigned_to(bill=one.bill, party=one.party):
        # The manifest came after the declaration, and says otherwise.
        happened(to=one, kind="goods_held", actor=actor, now=now, detail={"code": "customs.not_your_bill"})
        return
    try:
        done = release_goods(bill=one.bill, declaration=one.number, actor=system_actor(SYSTEM), now=now)
    except Refusal as refusal:
        happened(to=one, kind="goods_held", actor=actor, now=now, text=str(refusal), detail={"code": refusal.code})
        return
    detail = {"bill": done.bill, "packages": done.packages}
    happened(to=one, kind="goods_released", actor=actor, now=now, detail=detail)
