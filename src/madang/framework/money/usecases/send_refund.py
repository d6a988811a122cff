"""Have the gateway send a refund."""

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import job
from madang.framework.money import books
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import RefundState
from madang.framework.money.gateways import gateway
from madang.framework.money.models import Refund
from madang.framework.money.progress import tell
from madang.framework.notify import notify
from madang.framework.values import clock


@job(queue="money", retry=20)
def send_refund(refund: str) -> None:
    """Ask the gateway to send the refund of this token and book it; run twice it sends and books once."""
    now = clock.now()
    owed = Refund.objects.select_related("payment").get(token=refund)
    if owed.state == RefundState.SENT:
        return
    # The gateway is asked before the rows are locked: it knows the token, so a second asking sends nothing more.
    reference = gateway(owed.payment.gateway).refund(token=owed.payment.token, refund=owed.token, amount=owed.amount)
    with transaction.atomic():
        owed = Refund.objects.select_for_update().get(token=refund)
        if owed.state == RefundState.SENT:
            return
        owed.state, owed.sent_at, owed.gateway_reference = RefundState.SENT.value, now, reference
        owed.save(update_fields=["state", "sent_at", "gateway_reference"])
        books.post(kind="refund_sent", reference=owed.token, postings=journal.refund_sent(amount=owed.amount), now=now)
        charge = owed.payment.charge
        tell(charge=charge, now=now)
        record(
            actor=system_actor("money.refund"),
            action="money.refund_sent",
            target=f"charge:{charge.number}",
            detail={"refund": owed.token, "minor": owed.minor, "currency": owed.currency},
            now=now,
        )
        notify(
            party=charge.payer,
            template="money/refunded",
            values={"amount": owed.amount, "title": charge.purpose, "titles": charge.titles},
            link=f"/pay/{charge.number}/",
            now=now,
        )
