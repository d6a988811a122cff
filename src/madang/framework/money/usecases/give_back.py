"""End charges: waive, cancel, refund."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.jobs import later
from madang.framework.money import books
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import ChargeState, PaymentState
from madang.framework.money.models import Charge, Refund
from madang.framework.money.progress import tell
from madang.framework.money.usecases.send_refund import send_refund
from madang.framework.values import Refusal
from madang.framework.values.identifiers import new_key


class NotOpen(Refusal):
    """Only an open charge is waived or cancelled."""

    code = "money.not_open"
    says = _("Charge {number} is not open any more. A paid charge is given back with a refund.")


class NotPaid(Refusal):
    """Only a paid charge is refunded."""

    code = "money.not_paid"
    says = _("Charge {number} was not paid, or was given back already. There is nothing to give back.")


def waive(*, charge: Charge, reason: str, actor: Actor, now: datetime) -> Charge:
    """The law remits an open charge. Raises NotOpen."""
    return _drop(charge=charge, state=ChargeState.WAIVED, reason=reason, actor=actor, now=now)


def cancel(*, charge: Charge, reason: str, actor: Actor, now: datetime) -> Charge:
    """What was charged for is not done: the open charge ends. Raises NotOpen."""
    return _drop(charge=charge, state=ChargeState.CANCELLED, reason=reason, actor=actor, now=now)


def refund(*, charge: Charge, reason: str, actor: Actor, now: datetime) -> Refund:
    """Give a paid charge back by the way its money came; the gateway sends it in a job. Raises NotPaid."""
    with transaction.atomic():
        charge = Charge.objects.select_for_update().get(pk=charge.pk)
        if charge.state != ChargeState.PAID:
            raise NotPaid(number=charge.number)
        charge.state, charge.reason = ChargeState.REFUNDED.value, reason
        charge.save(update_fields=["state", "reason"])
        payment = charge.payments.get(state=PaymentState.SETTLED.value)
        owed = Refund.objects.create(
            payment=payment,
            token=new_key(),
            minor=charge.minor,
            currency=charge.currency,
            reason=reason,
            requested_at=now,
        )
        postings = journal.refund_owed(amount=charge.amount, revenue=charge.account)
        books.post(kind="refund_owed", reference=owed.token, postings=postings, now=now, memo=reason)
        later(send_refund, refund=owed.token)
        tell(charge=charge, now=now)
        _audit(charge=charge, action="money.refund", reason=reason, actor=actor, now=now)
    return owed


def give_back(*, reference: str, reason: str, actor: Actor, now: datetime) -> None:
    """End every charge for `reference`: open ones are cancelled, paid ones refunded."""
    with transaction.atomic():
        # All of them locked first: a payment that settles meanwhile is seen, and the trail's lock is taken after theirs.
        charges = list(Charge.objects.select_for_update().filter(reference=reference).order_by("id"))
        _end(charges, reason=reason, actor=actor, now=now)


def _end(charges: list[Charge], *, reason: str, actor: Actor, now: datetime) -> None:
    for charge in charges:
        if charge.state == ChargeState.OPEN:
            cancel(charge=charge, reason=reason, actor=actor, now=now)
        elif charge.state == ChargeState.PAID:
            refund(charge=charge, reason=reason, actor=actor, now=now)


def _drop(*, charge: Charge, state: ChargeState, reason: str, actor: Actor, now: datetime) -> Charge:
    with transaction.atomic():
        charge = Charge.objects.select_for_update().get(pk=charge.pk)
        if charge.state != ChargeState.OPEN:
            raise NotOpen(number=charge.number)
        charge.state, charge.ended_at, charge.reason = state.value, now, reason
        charge.save(update_fields=["state", "ended_at", "reason"])
        postings = journal.charge_dropped(amount=charge.amount, revenue=charge.account)
        if postings:
            books.post(kind=state.value, reference=charge.number, postings=postings, now=now, memo=reason)
        tell(charge=charge, now=now)
        _audit(charge=charge, action=f"money.{state.value}", reason=reason, actor=actor, now=now)
    return charge


def _audit(*, charge: Charge, action: str, reason: str, actor: Actor, now: datetime) -> None:
    record(actor=actor, action=action, target=f"charge:{charge.number}", detail={"reason": reason}, now=now)
