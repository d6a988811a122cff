"""Everything of a party at a glance, in one question a member: for "my page" and the front page."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from madang.contracts.cases_v1 import Cases
from madang.contracts.documents_v1 import Documents
from madang.contracts.looks_v1 import Looks
from madang.contracts.message import EVERY_MEMBER, Query
from madang.contracts.money_v1 import Charges
from madang.contracts.notices_v1 import Notices
from madang.framework.values import Party


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something that waits for the party: `kind` is `sign`; `title` is the matter, `sender` who wants it, in their words."""

    kind: str | None = None
    title: str | None = None
    sender: str | None = None
    due_at: datetime | None = None
    link: str | None = None


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The first rows of each list; a list that was not asked for is empty. Totals are exact only where all rows came."""

    cases: Cases = field(default_factory=Cases)
    charges: Charges = field(default_factory=Charges)
    documents: Documents = field(default_factory=Documents)
    looks: Looks = field(default_factory=Looks)
    notices: Notices = field(default_factory=Notices)
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GetOverview(Query[Overview]):
    """What stands at the top of each of the party's lists? Zero leaves a list out."""

    OWNER: ClassVar[str] = EVERY_MEMBER
    party: Party
    cases: int = 0
    charges: int = 0
    documents: int = 0
    looks: int = 0
    notices: int = 0
    tasks: int = 0
