"""What happens to an order: confirmed, declined or cancelled; delivered; accepted by another official, or not."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.systems.procurement.domain.mall import STEPS, OrderState
from madang.systems.procurement.domain.words import ContractState, Step
from madang.systems.procurement.models import Contract, MallOrder
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release

TEMPLATE = "procurement/order_moved"
TITLES = {
    OrderState.PLACED: _("Waits for the supplier"),
    OrderState.CONFIRMED: _("Confirmed"),
    OrderState.DELIVERED: _("Delivered, to be accepted"),
    OrderState.ACCEPTED: _("Accepted"),
    OrderState.DECLINED: _("Declined by the supplier"),
    OrderState.CANCELLED: _("Cancelled by the buyer"),
}


class NotThatStep(Refusal):
    """The order stands elsewhere."""

    code = "procurement.mall.not_that_step"
    says = _("Order {number} is “{state}”, so this cannot be done now. Load the page again.")


class OwnOrder(Refusal):
    """Who ordered does not accept."""

    code = "procurement.mall.own_order"
    says = _("You placed order {number} yourself. Another official of the office accepts the delivery.")
    status = 403


class StepUnfit(Refusal):
    """Something that was typed is missing."""

    code = "procurement.mall.step_unfit"
    says = _("Nothing was changed. Correct what is marked.")
    status = 422


def confirm_order(*, order: MallOrder, actor: Actor, now: datetime) -> None:
    """The supplier takes it: from now on it is a contract. Raises Forbidden, NotThatStep."""
    require(actor, "procurement.supply", order.supplier.number)
    with transaction.atomic():
        held = _locked(order, OrderState.CONFIRMED)
        held.confirmed_at = now
        held.contract = Contract.objects.create(
            number=held.number,
            ocid=held.ocid,
            buyer=held.office,
            supplier=held.supplier,
            title=_title(held),
            minor=held.minor,
            currency=held.currency,
            state=ContractState.ACTIVE.value,
            starts_on=timezone.localdate(now),
            ends_on=max(held.deliver_by, timezone.localdate(now)),
            made_at=held.placed_at,
            signed_at=now,
        )
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


def note_delivery(*, order: MallOrder, delivered_on: date, note: str, actor: Actor, now: datetime) -> None:
    """The supplier says on which day it delivered. Raises Forbidden, NotThatStep, StepUnfit."""
    require(actor, "procurement.supply", order.supplier.number)
    with transaction.atomic():
        held = _locked(order, OrderState.DELIVERED)
        today = timezone.localdate(now)
        if not timezone.localdate(held.placed_at) <= delivered_on <= today:
            says = str(_("The day lies between the order and today."))
            raise StepUnfit(faults=(Fault("delivered_on", says, "day"),))
        held.delivered_on, held.delivery_note, held.reason = delivered_on, note.strip()[:200], ""
        _move(held, OrderState.DELIVERED, actor, now)


def accept_delivery(*, order: MallOrder, actor: Actor, now: datetime) -> None:
    """Another official than who ordered saw that it is what was ordered. Raises Forbidden, OwnOrder, NotThatStep."""
    require(actor, "procurement.buy", order.office)
    with transaction.atomic():
        held = _delivered(order, actor)
        held.accepted_at, held.accepted_by, held.ended_at = now, officer(actor), now
        _move(held, OrderState.ACCEPTED, actor, now)
        publish_release(ocid=held.ocid, step=Step.IMPLEMENTATION, now=now)


def refuse_delivery(*, order: MallOrder, reason: str, actor: Actor, now: datetime) -> None:
    """It is not what was ordered: the supplier delivers again. Raises Forbidden, OwnOrder, NotThatStep, StepUnfit."""
    require(actor, "procurement.buy", order.office)
    said = _reason(reason)
    with transaction.atomic():
        held = _delivered(order, actor)
        held.delivered_on, held.reason = None, said
        _move(held, OrderState.CONFIRMED, actor, now)


def _end(order: MallOrder, to: OrderState, reason: str, actor: Actor, now: datetime) -> None:
    said = _reason(reason)
    with transaction.atomic():
        held = _locked(order, to)
        held.reason, held.ended_at = said, now
        _move(held, to, actor, now)


def _reason(reason: str) -> str:
    said = reason.strip()
    if not 0 < len(said) <= 2000:
        raise StepUnfit(faults=(Fault("reason", str(_("Say why, in at most 2,000 signs.")), "reason"),))
    return said


def _locked(order: MallOrder, to: OrderState) -> MallOrder:
    held = MallOrder.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=order.pk)
    if OrderState(held.state) not in STEPS[to]:
        raise NotThatStep(number=held.number, state=TITLES[OrderState(held.state)])
    return held


def _delivered(order: MallOrder, actor: Actor) -> MallOrder:
    """A delivered order, locked, for another official than who placed it."""
    held = _locked(order, OrderState.ACCEPTED)
    if held.placed_by == officer(actor):
        raise OwnOrder(number=held.number)
    return held


def _title(order: MallOrder) -> str:
    titles = list(order.lines.order_by("position").values_list("title", flat=True))
    more = f" +{len(titles) - 1}" if len(titles) > 1 else ""
    return f"{titles[0][:180]}{more}"


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
