"""Where a refund stands."""

from datetime import date, timedelta
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
    RETURNED = "returned"
    """The bank could not pay it, or there is no account: it waits for another one."""


def interest_from(*, filed_on: date, due_on: date, days: int) -> date:
    """The first day on which a refund that a return brings bears interest: the day after `days` have passed since it was
    filed, or since the law's last day for it where it came before that (in Korea Framework Act on National Taxes art. 52,
    Enforcement Decree art. 43-3 (1) no. 4).
    """
    return max(filed_on, due_on) + timedelta(days=days + 1)
