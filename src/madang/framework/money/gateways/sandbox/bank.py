"""The sandbox bank: takes orders, lets the payer confirm, tells the state, pays back."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from madang.framework.money.gateways.interface import (
    ForgedCallback,
    GatewayAnswer,
    NoSuchGateway,
    Order,
    Tells,
)
from madang.framework.money.gateways.sandbox.signature import SIGNATURE_HEADER, TIME_HEADER, holds
from madang.framework.money.models import SandboxTransfer
from madang.framework.values import Money

# A callback older than this is a replay; the bank signs each retry anew.
FRESH_SECONDS = 300


class SandboxBank:
    """The gateway `sandbox`."""

    code = "sandbox"

    def start(self, *, order: Order) -> str:
        """Note the order; the page where the payer confirms."""
        require_demo()
        SandboxTransfer.objects.get_or_create(
            token=order.token,
            defaults={
                "minor": order.amount.minor,
                "currency": order.amount.currency,
                "purpose": order.purpose[:200],
                "return_url": order.return_url,
            },
        )
        return reverse("money:sandbox_bank", args=[order.token])

    def ask(self, *, token: str) -> GatewayAnswer:
        """What the bank's books say."""
        transfer = SandboxTransfer.objects.filter(token=token).first()
        if transfer is None:
            return GatewayAnswer(token=token, tells=Tells.UNKNOWN)
        return answer_of(transfer)

    def refund(self, *, token: str, refund: str, amount: Money) -> str:
        """Send money back once for each name."""
        with transaction.atomic():
            transfer = SandboxTransfer.objects.select_for_update().get(token=token)
            if refund not in transfer.refunded:
                transfer.refunded = {**transfer.refunded, refund: amount.minor}
                transfer.save(update_fields=["refunded"])
        return f"SBR-{refund[:12]}"

    def read_callback(self, *, body: bytes, headers: Mapping[str, str], now_seconds: int) -> GatewayAnswer:
        """The message, if it is signed by the bank and fresh."""
        time, signature = headers.get(TIME_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
        if not (time.isascii() and time.isdigit() and len(time) < 12):
            raise ForgedCallback
        if not holds(body=body, seconds=int(time), signature=signature):
            raise ForgedCallback
        if abs(now_seconds - int(time)) > FRESH_SECONDS:
            raise ForgedCallback
        return _read(body)


def require_demo() -> None:
    """Raises NoSuchGateway in production."""
    if not getattr(settings, "MADANG_DEMO", False):
        raise NoSuchGateway


def conclude(*, token: str, confirmed: bool, now: datetime) -> SandboxTransfer:
    """The payer confirms or declines at the bank; the first word stands. In the caller's transaction."""
    transfer = SandboxTransfer.objects.select_for_update().get(token=token)
    if transfer.state == "pending":
        transfer.state = (Tells.SETTLED if confirmed else Tells.DECLINED).value
        transfer.confirmed_at = now
        transfer.events += 1
        transfer.save()
    return transfer


def answer_of(transfer: SandboxTransfer) -> GatewayAnswer:
    """What the bank tells of a transfer."""
    return GatewayAnswer(
        token=transfer.token,
        tells=Tells(transfer.state),
        amount=Money(transfer.minor, transfer.currency),
        reference=f"SB-{transfer.pk:08d}",
        sequence=transfer.events,
        message=f"{transfer.token}-{transfer.events}",
    )


def told(answer: GatewayAnswer) -> bytes:
    """The body of a callback."""
    amount = answer.amount or Money.zero("KRW")
    return json.dumps(
        {
            "message": answer.message,
            "token": answer.token,
            "tells": answer.tells.value,
            "minor": amount.minor,
            "currency": amount.currency,
            "reference": answer.reference,
            "sequence": answer.sequence,
        }
    ).encode()


def _read(body: bytes) -> GatewayAnswer:
    try:
        said = json.loads(body)
        return GatewayAnswer(
            token=_text(said["token"], most=40),
            tells=Tells(said["tells"]),
            amount=Money(said["minor"], said["currency"]),
            reference=_text(said["reference"], most=100),
            sequence=_count(said["sequence"]),
            message=_text(said["message"], most=80),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ForgedCallback from None


def _text(value: object, *, most: int) -> str:
    """A text that a column can hold. Raises ValueError."""
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise ValueError
    return value


def _count(value: object) -> int:
    """How many tellings there were. Raises ValueError."""
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError
    return value
