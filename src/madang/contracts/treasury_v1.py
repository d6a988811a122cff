"""The treasury, as a system that spends from a line of the budget asks it. Owner: `treasury`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from madang.contracts.message import Event, Query
from madang.framework.values import Money

OWNER = "treasury"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A budget line of an office: `free` is allotted and not yet promised to anybody."""

    code: str | None = None
    title: str | None = None
    year: int | None = None
    free: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines in the order of their codes."""

    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListLines(Query[Lines]):
    """From which lines can this office still promise money in this fiscal year?"""

    OWNER: ClassVar[str] = OWNER
    office: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Committed:
    """The commitment's number."""

    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class CommitMoney(Query[Committed]):
    """Promise money of this office's line to a payee. The asker's `reference` is committed once: asked again it is the same
    commitment. `committed_by` is who decided it in the asking system, `holder` the account's holder as the papers name it.
    """

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    office: str
    line: str
    reference: str
    payee: str
    account: str
    purpose: str
    amount: Money
    committed_by: str
    holder: str = ""


@dataclass(frozen=True, kw_only=True)
class Released:
    """What was given back to the line, altogether."""

    amount: Money | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseMoney(Query[Released]):
    """Give back to the line what of this commitment was not claimed."""

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    commitment: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """Under which number the claim waits for payment."""

    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimPayment(Query[Claimed]):
    """The delivery was accepted and the invoice agrees with it: the state owes this. `accepted_by` is not who committed. An
    `invoice` of a commitment is claimed once.
    """

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    commitment: str
    invoice: str
    amount: Money
    due_on: date
    accepted_by: str


@dataclass(frozen=True, kw_only=True)
class RefundTaken:
    """Under which number the refund waits for payment."""

    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class PayRefund(Query[RefundTaken]):
    """The asker received more than it may keep and decided to give this back, outside any budget line. Its `reference` is paid
    once: asked again it is the same refund. `revenue_account` is the account of its journal that the refund lessens,
    `decided_by` who decided it there, `holder` the account's holder as the payee wrote it.
    """

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    reference: str
    payee: str
    account: str
    purpose: str
    amount: Money
    due_on: date
    revenue_account: str
    decided_by: str
    holder: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundPaid(Event):
    """The bank paid a refund, on the day that it booked. Meant for the system that asked."""

    SENDER: ClassVar[str] = OWNER
    system: str
    reference: str
    amount: Money
    paid_on: date

    def addressed_to(self) -> str:
        """The system that asked."""
        return self.system


@dataclass(frozen=True, kw_only=True)
class RefundReturned(Event):
    """The bank would not pay a refund, or brought it back after it `was_paid`. It is over; the system may ask under another
    reference, to another account.
    """

    SENDER: ClassVar[str] = OWNER
    system: str
    reference: str
    amount: Money
    was_paid: bool
    returned_on: date
    reason: str = ""

    def addressed_to(self) -> str:
        """The system that asked."""
        return self.system


@dataclass(frozen=True, kw_only=True)
class ClaimPaid(Event):
    """The bank paid a claim, on the day that it booked. Meant for the system that claimed."""

    SENDER: ClassVar[str] = OWNER
    system: str
    commitment: str
    invoice: str
    amount: Money
    paid_on: date

    def addressed_to(self) -> str:
        """The system that claimed."""
        return self.system


@dataclass(frozen=True, kw_only=True)
class ClaimReturned(Event):
    """A payment came back from the payee's bank; the claim waits for payment again. Meant for the system that claimed."""

    SENDER: ClassVar[str] = OWNER
    system: str
    commitment: str
    invoice: str
    amount: Money
    reason: str = ""

    def addressed_to(self) -> str:
        """The system that claimed."""
        return self.system
