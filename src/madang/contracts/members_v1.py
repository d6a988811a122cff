"""What a member tells about itself: what it runs, what it answers, how it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Query


@dataclass(frozen=True, kw_only=True)
class AnsweredContract:
    """A question a member answers, with its schemas' digest and its timing since the member started."""

    contract: str
    system: str
    changes: bool = False
    public: bool = False
    schema_sha256: str = ""
    answered: int = 0
    failed: int = 0
    mean_ms: float | None = None
    slowest_ms: float | None = None


@dataclass(frozen=True, kw_only=True)
class MemberDescription:
    """A member of the exchange."""

    member: str | None = None
    systems: tuple[str, ...] = ()
    contracts: tuple[AnsweredContract, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DescribeMember(Query[MemberDescription]):
    """Who are you, and how are you?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    PUBLIC: ClassVar[bool] = True
