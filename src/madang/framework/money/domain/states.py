"""Where charges, payments and refunds stand."""

from enum import StrEnum


class ChargeState(StrEnum):
    """A charge is open until it is paid, waived by law, or cancelled; a paid one may be refunded."""

    OPEN = "open"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class PaymentState(StrEnum):
    """A try at paying a charge. SURPLUS: the money came although nothing was due any more; it goes back."""

    STARTED = "started"
    SETTLED = "settled"
    FAILED = "failed"
    EXPIRED = "expired"
    SURPLUS = "surplus"


class RefundState(StrEnum):
    """A refund is requested, then sent by the gateway."""

    REQUESTED = "requested"
    SENT = "sent"


class RepaymentState(StrEnum):
    """What is owed back to a named account is paid, or waits for another account."""

    OWED = "owed"
    PAID = "paid"
    RETURNED = "returned"
    """The bank could not pay it, or there is no account."""
    OFFSET = "offset"
    """All of it paid what its party owed."""


class AccountKind(StrEnum):
    """The five kinds of ledger account."""

    ASSET = "asset"
    LIABILITY = "liability"
    REVENUE = "revenue"
    EXPENSE = "expense"
    EQUITY = "equity"
