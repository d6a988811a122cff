"""Where a refund stands."""

from enum import StrEnum


class RefundState(StrEnum):
    """A refund is claimed, then decided: refused, or owed. What is left after the offset waits for payment, or nothing
    is left.
    """

    CLAIMED = "claimed"
    REFUSED = "refused"
    OWED = "owed"
    OFFSET = "offset"
    """All of it went to what was overdue."""
    PAID = "paid"
