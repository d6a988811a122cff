"""Messages to a party, asked of each member."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Query
from madang.framework.values import Party


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message."""

    title: str | None = None
    text: str | None = None
    at: datetime | None = None
    read: bool = False
    link: str | None = None


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Messages, newest first."""

    notices: tuple[Notice, ...] = ()
    unread: int = 0


@dataclass(frozen=True, kw_only=True)
class ListNotices(Query[Notices]):
    """What has this party been told?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    party: Party
    limit: int = 20
