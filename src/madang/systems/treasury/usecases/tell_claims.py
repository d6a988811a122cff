"""Tell the system that claimed what the bank did with its claim."""

from datetime import datetime

from madang.contracts.treasury_v1 import ClaimPaid, ClaimReturned
from madang.exchange import announce
from madang.framework.values import Money
from madang.systems.treasury.models import PaymentOrder


def tell_paid(*, order: PaymentOrder, now: datetime) -> None:
    """In the transaction that booked the payment; nothing where the treasury's own officials claimed."""
    owed = order.obligation
    promised = owed.commitment
    if promised.system and order.paid_on is not None:
        event = ClaimPaid(
            system=promised.system,
            commitment=promised.number,
            invoice=owed.invoice,
            amount=Money(order.minor, promised.line.currency),
            paid_on=order.paid_on,
        )
        announce(event, now=now)


def tell_returned(*, order: PaymentOrder, reason: str, now: datetime) -> None:
    """In the transaction that booked its return; nothing where the treasury's own officials claimed."""
    owed = order.obligation
    promised = owed.commitment
    if promised.system:
        event = ClaimReturned(
            system=promised.system,
            commitment=promised.number,
            invoice=owed.invoice,
            amount=Money(order.minor, promised.line.currency),
            reason=reason,
        )
        announce(event, now=now)
