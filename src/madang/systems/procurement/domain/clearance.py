"""What the state is owed by a supplier, and how long that answer may be relied on. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Source(StrEnum):
    """Who was asked."""

    CHARGES = "charges"
    """Fees, duties and fines in the books of every member of the exchange."""
    TAX = "tax"
    """The tax office (National Tax Collection Act art. 107)."""


class Needed(StrEnum):
    """What a clearance stands before; a pack chooses for each source."""

    BID = "bid"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An open charge: whose day of payment is not told is due so many days after it was charged."""

    minor: int
    charged_on: date
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The last answer of a source. `clear` is None where nobody answered; `until` is the last day it may be relied on."""

    clear: bool | None
    on: date
    until: date


def overdue(*, owed: Iterable[Owed], on: date, days: int) -> int:
    """How much is overdue on a day, in minor units. A charge is overdue from the day after its last day of payment."""
    return sum(one.minor for one in owed if (one.due_on or one.charged_on + timedelta(days=days)) < on)


def valid_until(*, asked_on: date, days: int, told: date | None = None) -> date:
    """The last day on which an answer may be relied on: ours, or the answerer's own where that is sooner. In Korea a tax
    clearance stands for 30 days (National Tax Collection Act art. 108; Enforcement Decree art. 96).
    """
    ours = asked_on + timedelta(days=days)
    return min(ours, told) if told else ours


def fault(*, answer: Answered | None, on: date) -> str:
    """Why the last answer does not clear the supplier on a day: `missing`, `unanswered`, `owes`, `expired`; empty if it does.

    Nobody's answer is no clearance: what is not known is refused, never assumed.
    """
    if answer is None:
        return "missing"
    if answer.clear is None:
        return "unanswered"
    if not answer.clear:
        return "owes"
    return "expired" if on > answer.until else ""
