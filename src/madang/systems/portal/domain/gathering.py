"""Lists of several members made one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from madang.contracts.cases_v1 import CaseRow

Row = TypeVar("Row")
NEVER = datetime(1, 1, 1, tzinfo=UTC)
APPLICANT = "applicant"


@dataclass(frozen=True, kw_only=True)
class Part(Generic[Row]):
    """One member's rows and how many it has in all."""

    member: str
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Located(Generic[Row]):
    """A row and the member it comes from."""

    member: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class Gathered(Generic[Row]):
    """The members' rows in one order. `silent` names the members that did not answer: what they hold is missing here."""

    rows: tuple[Located[Row], ...] = ()
    total: int = 0
    silent: tuple[str, ...] = ()


def merged(
    *,
    parts: Sequence[Part[Row]],
    silent: Iterable[str],
    order: Callable[[Row], Any],
    offset: int,
    limit: int,
    newest_first: bool = True,
) -> Gathered[Row]:
    """One page of all parts together. A single part keeps its own order and is already cut."""
    total = sum(part.total for part in parts)
    located = [Located(member=part.member, row=row) for part in parts for row in part.rows]
    if len(parts) > 1:
        located.sort(key=lambda one: order(one.row), reverse=newest_first)
        located = located[offset : offset + limit]
    return Gathered(rows=tuple(located[:limit]), total=total, silent=tuple(dict.fromkeys(silent)))


def window(*, members: int, offset: int, limit: int) -> tuple[int, int]:
    """What to ask each member for, so that a page of all can be cut: one member cuts by itself."""
    return (offset, limit) if members == 1 else (0, offset + limit)


def urgency(row: CaseRow) -> tuple[bool, date]:
    """The worklist's order: overdue first, then the soonest due; undated last."""
    return (not row.overdue, row.due_on or date.max)


def work_order(sort: str) -> Callable[[CaseRow], tuple[Any, ...]]:
    """The order of a worklist sorted by `sort`; overdue first in each."""
    if sort == "applicant":
        return lambda row: (
            not row.overdue,
            row.applicant_name is None,
            row.applicant_name or "",
            row.due_on or date.max,
        )
    if sort == "filed":
        return lambda row: (not row.overdue, row.filed_at or NEVER)
    return urgency


def waits_for_applicant(row: CaseRow) -> bool:
    """Whether the case stands still until the applicant answers."""
    return row.waits_for == APPLICANT
