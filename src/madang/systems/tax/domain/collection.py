"""In which order a payment settles what is owed, and how a tax may be paid in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, cast

from madang.framework.law import Slot, slot
from madang.framework.money.domain.allocation import in_turn
from madang.systems.tax.domain.words import Tax


class DebtKind(StrEnum):
    """What kind of thing is owed."""

    COSTS = "costs"
    """Of collection: reminders, seizure, sale."""
    TAX = "tax"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One open sum. `number` is the due's; amounts are whole minor units, more than nothing."""

    number: str
    kind: DebtKind
    minor: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How much of a debt a payment settles."""

    number: str
    minor: int
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One part of a tax that is paid in parts, and its last day."""

    minor: int
    due_on: date
    cite: str


class AllocatePayment(Protocol):
    """Settle debts with a payment in the order of the law: only those that get something, none more than it is; what is left
    over is not in the answer."""

    def __call__(self, *, paid: int, debts: Sequence[Debt], on: date) -> tuple[Settled, ...]: ...


class PlanInstalments(Protocol):
    """The parts in which a tax may be paid without asking; a single one where the law gives no choice. `small` is true for a
    small or medium-sized enterprise."""

    def __call__(self, *, tax: Tax, payable: int, due_on: date, small: bool) -> tuple[Instalment, ...]: ...


ALLOCATE_PAYMENT: Slot[AllocatePayment] = slot("tax.allocate_payment", AllocatePayment)
PLAN_INSTALMENTS: Slot[PlanInstalments] = slot("tax.plan_instalments", PlanInstalments)


def allocate_payment(*, paid: int, debts: Sequence[Debt], on: date) -> tuple[Settled, ...]:
    """What a payment settles by the active country's law. Raises SlotUnfilled, SlotNotApplicable, ValueError below zero."""
    if paid < 0 or any(debt.minor <= 0 for debt in debts):
        raise ValueError("A payment is not less than nothing, a debt more than nothing.")
    return cast("tuple[Settled, ...]", ALLOCATE_PAYMENT(paid=paid, debts=debts, on=on))


def settle_in_order(*, paid: int, debts: Sequence[Debt], cite: str) -> tuple[Settled, ...]:
    """Settle debts one after the other, each wholly before the next; for countries to call with their own order."""
    parts = zip(debts, in_turn(available=paid, owed=[debt.minor for debt in debts]), strict=True)
    return tuple(Settled(number=debt.number, minor=part, cite=cite) for debt, part in parts if part)


def plan_instalments(*, tax: Tax, payable: int, due_on: date, small: bool = False) -> tuple[Instalment, ...]:
    """In which parts the active country lets a tax be paid. Raises SlotUnfilled, SlotNotApplicable."""
    return cast("tuple[Instalment, ...]", PLAN_INSTALMENTS(tax=tax, payable=payable, due_on=due_on, small=small))
