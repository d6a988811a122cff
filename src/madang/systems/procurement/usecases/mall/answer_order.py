"""What becomes of an order: confirmed, it is a contract in force; declined or cancelled, its money goes back."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.systems.procurement.domain.mall import OrderState
from madang.systems.procurement.domain.words import ContractState, Step
from madang.systems.procurement.models import MallOrder
from madang.systems.procurement.usecases.contract.contract_refusals import locked
from madang.systems.procurement.usecases.contract.end_contract import give_up
from madang.systems.procurement.usecases.contract.open_draft import require_funded
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release

TEMPLATE = "procurement/order_moved"
TITLES = {
    OrderState.PLACED: _("Placed"),
    OrderState.CONFIRMED: _("Confirmed"),
    OrderState.DECLINED: _("Declined by the supplier"),
    OrderState.CANCELLED: _("Cancelled by the buyer"),
}


class NotThatStep(Refusal):
    """The order stands elsewhere."""

    code = "procurement.mall.not_that_step"
    says = _("Order {number} is “{state}”, so this cannot be done now. Load the page again.")


class StepUnfit(Refusal):
    """Something that was typed is missing."""

    code = "procurement.mall.step_unfit"
    says = _("Nothing was changed. Correct what is marked.")
    status = 422


def confirm_order(*, order: MallOrder, actor: Actor, now: datetime) -> None:
    """The supplier takes it: from now on both are bound by the contract. Raises Forbidden, NotThatStep, NotFunded."""
    require(actor, "procurement.supply", order.supplier.number)
    with transaction.atomic():
        held = _placed(order)
        contract = locked(contract=held.contract)
        require_funded(contract=contract)
        # Money that came late is not the supplier's delay: what is due by then is due today at the earliest.
        due_on = max(held.deliver_by, timezone.localdate(now))
        contract.state, contract.signed_at, contract.ends_on = ContractState.ACTIVE.value, now, due_on
        contract.save(update_fields=["state", "signed_at", "ends_on"])
        contract.milestones.update(due_on=due_on)
        _move(held, OrderState.CONFIRMED, actor, now)
        publish_release(ocid=held.ocid, step=Step.CONTRACT, now=now)


def decline_order(*, order: MallOrder, reason: str, actor: Actor, now: datetime) -> None:
    """The supplier cannot deliver, and says why. Raises Forbidden, NotThatStep, StepUnfit."""
    require(actor, "procurement.supply", order.supplier.number)
    _end(order, OrderState.DECLINED, reason, actor, now)


def cancel_order(*, order: MallOrder, reason: str, actor: Actor, now: datetime) -> None:
    """The buyer takes it back before the supplier confirmed, and says why. Raises Forbidden, NotThatStep, StepUnfit."""
    require(actor, "procurement.buy", order.office)
    _end(order, OrderState.CANCELLED, reason, actor, now)


def _end(order: MallOrder, to: OrderState, reason: str, actor: Actor, now: datetime) -> None:
    said = reason.strip()
    if not 0 < len(said) <= 2000:
        raise StepUnfit(faults=(Fault("reason", str(_("Say why, in at most 2,000 signs.")), "reason"),))
    with transaction.atomic():
        held = _placed(order)
        held.reason = said
        give_up(contract=held.contract, reason=said, actor=actor, now=now)
        _move(held, to, actor, now)


def _placed(order: MallOrder) -> MallOrder:
    """The order, locked, as long as nobody answered it."""
    rows = MallOrder.objects.select_for_update(of=("self",)).select_related("supplier", "contract")
    held = rows.get(pk=order.pk)
    if held.state != OrderState.PLACED.value:
        raise NotThatStep(number=held.number, state=TITLES[OrderState(held.state)])
    return held


def _move(held: MallOrder, to: OrderState, actor: Actor, now: datetime) -> None:
    held.state = to.value
    held.save()
    if actor.acting_for is None:
        notify(
            party=Party.business(held.supplier.number),
            template=TEMPLATE,
            values={"number": held.number, "state": TITLES[to], "reason": held.reason or "–"},
            link=reverse("procurement:my_order", args=[held.number]),
            now=now,
        )
    audit.record(
        actor=actor,
        action="procurement.move_order",
        target=f"business:{held.supplier.number}",
        detail={"order": held.number, "state": to.value},
        now=now,
    )
