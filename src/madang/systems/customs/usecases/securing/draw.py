"""What a debtor does not pay is taken from the security, and is good again when the debtor pays after all (in Korea Customs
Act art. 25)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.money.models import Charge
from madang.framework.money.usecases.pay_together import draw_deposit
from madang.systems.customs.domain.securing import SecuredState
from madang.systems.customs.models import CustomsGuarantee, Levied, SecuredGoods
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.securing import queue
from madang.systems.customs.usecases.securing.refusals import NothingDrawn


def draw(*, goods: SecuredGoods, unpaid: Sequence[Levied], most: int, actor: Actor, now: datetime) -> int:
    """How much of what is unpaid was taken, at most what was held for the goods. A deposit pays whole levies, in their order,
    so they are owed no longer; of another guarantee the amount is gone while customs collects it from who gave the promise.
    In the caller's transaction, which holds the goods."""
    if goods.guarantee_id is None:
        return 0
    held = CustomsGuarantee.objects.select_for_update().get(pk=goods.guarantee_id)
    drawn = _paid_out_of(held, unpaid, most, now) if held.deposit else min(sum(one.minor for one in unpaid), most)
    if not drawn:
        return 0
    held.drawn_minor = min(held.drawn_minor + drawn, held.limit_minor)
    held.save(update_fields=["drawn_minor"])
    if not held.deposit:
        goods.drawn_minor = drawn
        goods.save(update_fields=["drawn_minor"])
    detail = {"minor": drawn, "declaration": goods.declaration.number}
    record(actor=actor, action="customs.call_guarantee", target=f"guarantee:{held.number}", detail=detail, now=now)
    return drawn


def _paid_out_of(held: CustomsGuarantee, unpaid: Sequence[Levied], most: int, now: datetime) -> int:
    deposit = Charge.objects.get(number=held.deposit)
    drawn = 0
    for one in unpaid:
        if drawn + one.minor <= most and draw_deposit(deposit=deposit, number=one.charge, now=now):
            drawn += one.minor
    return drawn


@transaction.atomic
def restore_guarantee(*, goods: SecuredGoods, actor: Actor, now: datetime) -> SecuredGoods:
    """The debtor paid after all, and not who gave the guarantee: what was drawn for the goods is good again. An officer says
    it, for a payment does not tell whose money it was. Raises Forbidden, NothingDrawn."""
    require(actor, "customs.secure", goods.declaration.office_code)
    kept = SecuredGoods.objects.select_for_update(of=("self",)).select_related("declaration").get(pk=goods.pk)
    if kept.state != SecuredState.SETTLED.value or not kept.drawn_minor or kept.guarantee_id is None:
        raise NothingDrawn
    held = CustomsGuarantee.objects.select_for_update().get(pk=kept.guarantee_id)
    drawn, kept.drawn_minor = kept.drawn_minor, 0
    held.drawn_minor = max(held.drawn_minor - drawn, 0)
    held.save(update_fields=["drawn_minor"])
    kept.save(update_fields=["drawn_minor"])
    detail = {"item": kept.item, "minor": drawn, "guarantee": held.number}
    happened(to=kept.declaration, kind="guarantee_restored", actor=actor, now=now, detail=detail)
    record(actor=actor, action="customs.restore_guarantee", target=f"guarantee:{held.number}", detail=detail, now=now)
    queue.secure_waiting(party=held.party)
    return kept
