"""Who looked at a party's data, asked of each member."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Query
from madang.framework.values import Party


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look at someone's data: who, when, at what, why and by what right."""

    at: datetime | None = None
    asked_by: str | None = None
    system: str | None = None
    source: str | None = None
    """The system whose data it was."""
    question: str | None = None
    fields: tuple[str, ...] = ()
    purpose: str | None = None
    basis: str | None = None
    kind: str | None = None
    """Of the right: `law`, `consent` or `own` (the party itself asked)."""
    case: str | None = None
    entry: str | None = None
    """The access log's entry, for an evidence export."""


@dataclass(frozen=True, kw_only=True)
class Looks:
    """Looks, newest first."""

    looks: tuple[Look, ...] = ()
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class ListLooks(Query[Looks]):
    """Who looked at my data?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    party: Party
    offset: int = 0
    limit: int = 50
