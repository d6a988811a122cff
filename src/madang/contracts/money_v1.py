"""What a party owes and has paid, asked of each member."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Query
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
