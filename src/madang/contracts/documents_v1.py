"""Documents, asked of each member: my wallet, and whether a document is genuine."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Query
from madang.framework.values import Party


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A sealed document as the wallet shows it."""

    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    status: str | None = None
    issued_at: datetime | None = None
    valid_until: date | None = None
    link: str | None = None


@dataclass(frozen=True, kw_only=True)
class Documents:
    """The party's documents, newest first."""

    documents: tuple[DocumentRow, ...] = ()
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class ListDocuments(Query[Documents]):
    """Which documents does this party hold?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    party: Party
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact a document states, for comparison with the paper."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What the issuer's books say. `outcome` is a code of the documents room; `explanation` a sentence."""

    outcome: str | None = None
    explanation: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued_at: datetime | None = None
    valid_until: date | None = None
    changed_on: date | None = None
    replaced_by: str | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VerifyDocument(Query[Verification]):
    """Is there a document with this number, and does it still hold?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    PUBLIC: ClassVar[bool] = True
    number: str
    sha256: str = ""
    """Of an uploaded copy, to tell an altered one."""
