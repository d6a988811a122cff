"""What a taxpayer has to file and to pay in a year, and until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, cast

from madang.framework.law import Slot, slot
from madang.systems.tax.domain.filing import read_period
from madang.systems.tax.domain.words import Role, Tax


class DutyKind(StrEnum):
    """What is to be done until the day."""

    RETURN = "return"
    PREPAYMENT = "prepayment"
    """Paid by the office's notice; no return."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One entry of the calendar. `period` is written as in Return.period: `2025`, `2026-H1`, `2026-Q1`, `2026-01`; the
    period has both its days. `due_on` is a working day where the law moves it to one."""

    tax: Tax
    kind: DutyKind
    period: str
    period_from: date
    period_until: date
    due_on: date
    cite: str


class Obligations(Protocol):
    """What these roles bring with them for the periods that end in `year`, in any order."""

    def __call__(self, *, roles: Collection[Role], year: int) -> Iterable[Obligation]: ...


OBLIGATIONS: Slot[Obligations] = slot("tax.obligations", Obligations)


def obligations(*, roles: Collection[Role], year: int) -> tuple[Obligation, ...]:
    """The duties for the periods that end in `year` by the active country's law, by due day. Raises SlotUnfilled."""
    found = cast("Iterable[Obligation]", OBLIGATIONS(roles=frozenset(roles), year=year))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.tax, one.period)))


def entry(*, tax: Tax, period: str, due_on: date, cite: str, kind: DutyKind = DutyKind.RETURN) -> Obligation:
    """One entry of a country's calendar; the days of the period follow from how it is written. Raises ValueError."""
    days = read_period(code=period)
    return Obligation(
        tax=tax,
        kind=kind,
        period=period,
        period_from=days.from_on,
        period_until=days.until_on,
        due_on=due_on,
        cite=cite,
    )


def due_within(*, roles: Collection[Role], since: date, until: date) -> tuple[Obligation, ...]:
    """The duties whose last day lies in [since, until], by due day; a period's last day comes before its due day by less
    than two years."""
    found = [
        one
        for year in range(since.year - 1, until.year + 1)
        for one in obligations(roles=roles, year=year)
        if since <= one.due_on <= until
    ]
    return tuple(sorted(found, key=lambda one: one.due_on))


def obligation_of(*, roles: Collection[Role], tax: Tax, period: str) -> Obligation | None:
    """The duty to file for one tax and period; None where these roles have none. Raises ValueError for no period at all."""
    year = int(period[:4])
    return next(
        (
            one
            for one in obligations(roles=roles, year=year)
            if (one.tax, one.period, one.kind) == (tax, period, DutyKind.RETURN)
        ),
        None,
    )
