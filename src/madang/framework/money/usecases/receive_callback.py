"""A message from a gateway."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from madang.framework.money.gateways import GatewayAnswer, gateway
from madang.framework.money.models import Callback, Payment
from madang.framework.money.usecases.settle import Effect, hear


def receive_callback(*, way: str, body: bytes, headers: Mapping[str, str], now: datetime) -> str:
    """Verify the message and book it once; the same message again changes nothing. Returns what it did.

    Late ones are heard as well: what came for a charge that is settled or cancelled goes back to the payer. Raises
    ForgedCallback, AmountDiffers, NoSuchGateway.
    """
    answer = gateway(way).read_callback(body=body, headers=headers, now_seconds=int(now.timestamp()))
    if Callback.objects.filter(gateway=way, message=answer.message).exists():
        return Effect.NOTHING
    try:
        with transaction.atomic():
            return _take(way=way, answer=answer, now=now)
    except IntegrityError:
        if not Callback.objects.filter(gateway=way, message=answer.message).exists():
            raise
        return Effect.NOTHING


def _take(*, way: str, answer: GatewayAnswer, now: datetime) -> str:
    payment = Payment.objects.filter(gateway=way, token=answer.token).first()
    effect = hear(payment=payment, answer=answer, now=now) if payment else Effect.NOTHING
    Callback.objects.create(
        gateway=way,
        message=answer.message,
        token=answer.token[:40],
        tells=answer.tells.value,
        received_at=now,
        effect=effect,
    )
    return effect
