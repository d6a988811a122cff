"""What a gateway tells, booked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import later
from madang.framework.money import books, numbers
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import ChargeState, PaymentState
from madang.framework.money.gateways import GatewayAnswer, Tells
from madang.framework.money.models import Charge, Payment, Receipt, Refund
from madang.framework.money.progress import tell
from madang.framework.money.usecases.send_refund import send_refund
from madang.framework.notify import notify
from madang.framework.values import Refusal
from madang.framework.values.identifiers import new_key


class AmountDiffers(Refusal):
    """The gateway tells another amount than was ordered."""

    code = "money.amount_differs"
    says = _("The bank reports another amount than was ordered. Nothing was booked; the accounts office looks into it.")
    status = 422


class Effect:
    """What a telling did."""

    SETTLED = "settled"
    SURPLUS = "surplus"
    FAILED = "failed"
    NOTHING = "nothing"


def hear(*, payment: Payment, answer: GatewayAnswer, now: datetime) -> str:
    """Book what the gateway says of the payment, once, whatever the order and number of its tellings. Returns the effect.

    Money that came for a charge that is no longer open is kept apart and sent back. Raises AmountDiffers.
    """
    with transaction.atomic():
        charge = Charge.objects.select_for_update().get(pk=payment.charge_id)
        payment = Payment.objects.select_for_update().get(pk=payment.pk)
        if payment.state in (PaymentState.SETTLED, PaymentState.SURPLUS):
            return Effect.NOTHING
        if answer.tells is Tells.SETTLED:
            return settle(charge=charge, payment=payment, answer=answer, now=now)
        if (
            answer.tells is Tells.DECLINED
            and payment.state == PaymentState.STARTED
            and answer.sequence >= payment.heard
        ):
            payment.state, payment.ended_at, payment.heard = PaymentState.FAILED.value, now, answer.sequence
            payment.save(update_fields=["state", "ended_at", "heard"])
            return Effect.FAILED
    return Effect.NOTHING


def settle(*, charge: Charge, payment: Payment, answer: GatewayAnswer, now: datetime) -> str:
    """Book money that came; both rows are locked by the caller. Raises AmountDiffers."""
    if answer.amount is None or answer.amount != payment.amount:
        raise AmountDiffers
    payment.ended_at, payment.heard, payment.gateway_reference = now, answer.sequence, answer.reference
    due = charge.state == ChargeState.OPEN
    payment.state = (PaymentState.SETTLED if due else PaymentState.SURPLUS).value
    payment.save()
    if due:
        book_payment(charge=charge, payment=payment, now=now)
    else:
        _give_back_surplus(payment=payment, now=now)
    # Last, because the trail's chain stays locked from here to the end of the transaction.
    record(
        actor=system_actor(f"money.{payment.gateway}"),
        action="money.settled" if due else "money.surplus",
        target=f"charge:{charge.number}",
        detail={"payment": payment.token, "minor": payment.minor, "currency": payment.currency},
        now=now,
    )
    return Effect.SETTLED if due else Effect.SURPLUS


def pay_otherwise(*, charge: Charge, token: str, gateway: str, reference: str, came_to: str, now: datetime) -> None:
    """Pay the whole of an open charge, which the caller locked, with money that no gateway brought; `reference` names it."""
    payment = Payment.objects.create(
        charge=charge,
        token=token,
        gateway=gateway,
        minor=charge.minor,
        currency=charge.currency,
        state=PaymentState.SETTLED.value,
        started_at=now,
        ended_at=now,
        gateway_reference=reference,
    )
    book_payment(charge=charge, payment=payment, now=now, came_to=came_to)


def book_payment(*, charge: Charge, payment: Payment, now: datetime, came_to: str = journal.BANK) -> None:
    """The charge is paid: its entry (the money stands on the account `came_to`), its receipt, and who is told."""
    charge.state, charge.ended_at = ChargeState.PAID.value, now
    charge.save(update_fields=["state", "ended_at"])
    # Another try that still runs has nothing to pay any more; if its money comes all the same, it is surplus.
    charge.payments.filter(state=PaymentState.STARTED.value).update(state=PaymentState.EXPIRED.value, ended_at=now)
    postings = journal.settled(amount=payment.amount, revenue=charge.account, came_to=came_to)
    books.post(kind="payment", reference=payment.token, postings=postings, now=now)
    receipt = Receipt.objects.create(number=numbers.receipt_number(year=now.year), payment=payment, issued_at=now)
    notify(
        party=charge.payer,
        template="money/receipt",
        values={"amount": charge.amount, "title": charge.purpose, "titles": charge.titles, "receipt": receipt.number},
        link=f"/receipts/{receipt.number}/",
        now=now,
    )
    tell(charge=charge, now=now)


def _give_back_surplus(*, payment: Payment, now: datetime) -> None:
    books.post(kind="surplus", reference=payment.token, postings=journal.surplus_came(amount=payment.amount), now=now)
    refund = Refund.objects.create(
        payment=payment,
        token=new_key(),
        minor=payment.minor,
        currency=payment.currency,
        reason="Received without a charge",
        requested_at=now,
    )
    postings = journal.surplus_owed(amount=payment.amount)
    books.post(kind="refund_owed", reference=refund.token, postings=postings, now=now)
    later(send_refund, refund=refund.token)
