"""The rules of a contract: its words, its milestones, its guarantees, and from which promise an invoice is paid."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from madang.framework.values import Money, Rounding


class GuaranteeKind(StrEnum):
    """What a guarantee secures."""

    BID = "bid"
    PERFORMANCE = "performance"
    ADVANCE = "advance"
    DEFECT = "defect"


class GuaranteeState(StrEnum):
    """Where a guarantee stands."""

    HELD = "held"
    RETURNED = "returned"
    CALLED = "called"
    """It fell to the state (State Contracts Act art. 12 (3))."""


class ChangeKind(StrEnum):
    """What a change is about."""

    PRICE = "price"
    """Prices moved (State Contracts Act art. 19)."""
    SCOPE = "scope"
    PERIOD = "period"


class ChangeState(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    """Both sides agreed; it waits for its money."""
    IN_FORCE = "in_force"
    REFUSED = "refused"


# Changes that neither hold nor are refused; a contract has one at a time.
LIVING = (ChangeState.PROPOSED.value, ChangeState.AGREED.value)


class Side(StrEnum):
    """Who acts under a contract."""

    BUYER = "buyer"
    SUPPLIER = "supplier"

    @property
    def other(self) -> "Side":
        """The other one."""
        return Side.SUPPLIER if self is Side.BUYER else Side.BUYER


class MilestoneState(StrEnum):
    """Where a milestone stands."""

    OPEN = "open"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    PAID = "paid"


class InvoiceState(StrEnum):
    """Where an invoice stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    """The treasury is asked to pay it."""
    PAID = "paid"
    REFUSED = "refused"


def shares(*, value: Money, percents: Sequence[Decimal]) -> tuple[Money, ...]:
    """The value by milestones; each is rounded down, and the last one carries the rest. The percents sum to 100."""
    if sum(percents) != 100:
        raise ValueError("Milestones share the whole value.")
    first = [value.times(factor=one / 100, rounding=Rounding.DOWN) for one in percents[:-1]]
    return (*first, value - sum(first, Money.zero(value.currency)))


def required_guarantee(*, value: Money, percent: Decimal, exempt_until: Money) -> Money:
    """The performance guarantee of a contract (State Contracts Act art. 12, Decree art. 50); small ones need none
    (Decree art. 50 (6))."""
    if value <= exempt_until:
        return Money.zero(value.currency)
    return value.times(factor=percent / 100, rounding=Rounding.UP)


def drawn(*, amount: int, left: Sequence[int]) -> tuple[int, ...]:
    """How much of `amount` each promise pays, the oldest first. ValueError where together they leave less."""
    if amount > sum(left):
        raise ValueError("The promises leave less.")
    found = []
    for one in left:
        part = min(amount, one)
        found.append(part)
        amount -= part
    return tuple(found)


def lowered(*, by: int, open_values: Sequence[int]) -> tuple[int, ...]:
    """The values of the milestones not yet delivered after the contract's value fell: the last ones first, none to nothing.

    ValueError where they do not hold so much.
    """
    found = list(open_values)
    for place in reversed(range(len(found))):
        part = min(by, found[place] - 1)
        found[place] -= part
        by -= part
    if by:
        raise ValueError("The open milestones do not hold so much.")
    return tuple(found)
