"""Cases, asked of each member: my cases, and the worklist of an office."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Query
from madang.framework.values import Party


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a case's track: `done`, `current` or `ahead`."""

    title: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case as a list shows it; texts are in the asked language, `link` is relative to the member's address."""

    number: str | None = None
    title: str | None = None
    state: str | None = None
    state_title: str | None = None
    office: str | None = None
    filed_at: datetime | None = None
    due_on: date | None = None
    overdue: bool = False
    waits_for: str | None = None
    """`applicant`, `office` or nothing."""
    assigned_to: str | None = None
    applicant_name: str | None = None
    """On a worklist masked."""
    link: str | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cases:
    """A page of cases and how many there are in all."""

    cases: tuple[CaseRow, ...] = ()
    total: int = 0
    overdue: int = 0


@dataclass(frozen=True, kw_only=True)
class ListCases(Query[Cases]):
    """The party's cases, newest first."""

    OWNER: ClassVar[str] = EVERY_MEMBER
    party: Party
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class ListWork(Query[Cases]):
    """The open cases that the holder of these duties (`duty@office`) may work on, overdue first."""

    OWNER: ClassVar[str] = EVERY_MEMBER
    duties: tuple[str, ...]
    account: int | None = None
    mine: bool = False
    state: str = ""
    procedure: str = ""
    text: str = ""
    """In the number, the matter or the applicant's name."""
    sort: str = ""
    """`applicant` or `filed`; else by the day that is due. What is overdue comes first in every order."""
    offset: int = 0
    limit: int = 50
