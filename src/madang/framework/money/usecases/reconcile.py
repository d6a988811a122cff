"""Ask the gateways again about payments that no callback settled."""

from datetime import datetime, timedelta

import structlog

from madang.framework.money.domain.states import PaymentState
from madang.framework.money.gateways import GatewayDown, Tells, gateway
from madang.framework.money.models import Payment
from madang.framework.money.usecases.settle import AmountDiffers, Effect, hear

# A payer who has not confirmed within a day does not come back; a late confirmation is still heard.
GIVE_UP = timedelta(days=1)

_log = structlog.get_logger(__name__)


def reconcile(*, now: datetime, older_than: timedelta = timedelta(minutes=2), limit: int = 500) -> dict[str, int]:
    """Ask about payments started before `older_than`. Returns how many settled, failed, expired and still run."""
    found: dict[str, int] = {}
    pending = Payment.objects.filter(state=PaymentState.STARTED.value, started_at__lte=now - older_than)
    for payment in pending.order_by("started_at")[:limit]:
        effect = reconcile_one(payment=payment, now=now)
        found[effect] = found.get(effect, 0) + 1
    return found


def reconcile_one(*, payment: Payment, now: datetime) -> str:
    """Ask about one payment and book the answer. Returns the effect; a gateway that is down changes nothing."""
    try:
        answer = gateway(payment.gateway).ask(token=payment.token)
    except GatewayDown:
        return Effect.NOTHING
    try:
        effect = hear(payment=payment, answer=answer, now=now)
    except AmountDiffers:
        _log.error("money.amount_differs", payment=payment.token, gateway=payment.gateway)
        return Effect.NOTHING
    if (
        effect == Effect.NOTHING
        and answer.tells in (Tells.PENDING, Tells.UNKNOWN)
        and now - payment.started_at > GIVE_UP
    ):
        changed = Payment.objects.filter(pk=payment.pk, state=PaymentState.STARTED.value)
        changed.update(state=PaymentState.EXPIRED.value, ended_at=now)
        return PaymentState.EXPIRED.value
    return effect
