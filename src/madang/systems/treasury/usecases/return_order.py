"""An order that will not be paid: its money stands on the line again, and the claim can be ordered anew."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.models import PaymentOrder
from madang.systems.treasury.usecases.move import lock, move


def return_order(*, order: PaymentOrder, reason: str, actor: Actor, now: datetime) -> None:
    """In the caller's transaction; the order is locked by the caller and was not paid, or its payment came back."""
    line = lock(line=order.obligation.commitment.line_id)
    document = f"{order.number}/returned"
    if order.state == "paid":
        move(line=line, stage=Stage.PAYMENT, minor=-order.minor, document=document, actor=actor, now=now)
    move(line=line, stage=Stage.ORDER, minor=-order.minor, document=document, actor=actor, now=now)
    order.state, order.reason = "returned", reason[:35]
    order.save(update_fields=["state", "reason"])
