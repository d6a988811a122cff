"""The words of risks, of selecting whom to audit, and of reports by whistle-blowers."""

from enum import StrEnum


class FindingKind(StrEnum):
    """What was found. Each is a question to a trader, never a proof."""

    NOT_SOLD = "not_sold"
    """The buyer deducts an invoice that no seller says it issued."""
    NOT_CLAIMED = "not_claimed"
    """The seller says it issued an invoice that the buyer does not tell of: a purchase that is hidden, or only late."""
    DIFFERING = "differing"
    """Both tell of the invoice, with other parties or sums."""
    DEDUCTED_TWICE = "deducted_twice"
    CANCELLED_AFTER_DEDUCTION = "cancelled_after_deduction"
    """The seller took the invoice back, the buyer still deducts it."""
    MISSING_TRADER = "missing_trader"
    """Sells much, files little or nothing, and is young or gone."""
    CIRCULAR = "circular"
    """Traders that sell to each other in a circle, and to hardly anybody else."""


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    SELECTED = "selected"
    """The trader is to be audited."""
    CLEARED = "cleared"
    """Looked at, with reasons why it is nothing."""


class SelectionState(StrEnum):
    """Where a selection for audit stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class PickReason(StrEnum):
    """Why a trader is audited."""

    RULE = "rule"
    CHANCE = "chance"


class TipState(StrEnum):
    """Where the report of a whistle-blower stands."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    CLOSED = "closed"
