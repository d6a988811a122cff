"""What a party owes and has paid, asked of each member; and what each member tells the treasury of its charges."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Event, Query
from madang.framework.values import Money, Party


@dataclass(frozen=True, kw_only=True)
class ChargeRow:
    """A charge as a list shows it."""

    number: str | None = None
    purpose: str | None = None
    amount: Money | None = None
    state: str | None = None
    state_title: str | None = None
    due_on: date | None = None
    charged_at: datetime | None = None
    paid_at: datetime | None = None
    link: str | None = None


@dataclass(frozen=True, kw_only=True)
class Charges:
    """The party's charges, open ones first."""

    charges: tuple[ChargeRow, ...] = ()
    total: int = 0
    open: int = 0


@dataclass(frozen=True, kw_only=True)
class ListCharges(Query[Charges]):
    """What does this party have to pay, and what was paid?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    party: Party
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class ChargeEvent(Event):
    """What every event of a charge says of it, so that each may come first. Whose it is stays with its system."""

    SENDER: ClassVar[str] = EVERY_MEMBER
    number: str
    system: str
    service: str
    reference: str
    account: str
    """The revenue account of its system's journal."""
    amount: Money
    charged_at: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChargeRaised(ChargeEvent):
    """The state is owed a fee, a tax, a duty or a fine."""


@dataclass(frozen=True, kw_only=True)
class ChargeDropped(ChargeEvent):
    """An open charge was waived or cancelled."""


@dataclass(frozen=True, kw_only=True)
class ChargePaid(ChargeEvent):
    """A charge was paid. `way` is the gateway; `transfer` where the treasury itself told that the money came, `together` where
    one payment, which is told by a charge of its own, brought the money for several, `deposit` where a deposit was drawn,
    `set_off` where a refund paid it and no money came.
    """

    way: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundSent(ChargeEvent):
    """The money of a paid charge was sent back."""


@dataclass(frozen=True, kw_only=True)
class TransferReceived(Event):
    """The treasury found a bank transfer that pays this charge: its system settles it."""

    SENDER: ClassVar[str] = "treasury"
    number: str
    system: str
    amount: Money
    reference: str
    """The bank's own reference of the transfer."""
    booked_on: date

    def addressed_to(self) -> str:
        """The system whose charge it is."""
        return self.system
