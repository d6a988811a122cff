"""The tax office's contract. Owner: `tax`, a system that a country may not have: then nobody answers."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from madang.contracts.message import Query
from madang.framework.values import Party

OWNER = "tax"


@dataclass(frozen=True, kw_only=True)
class TaxClearance:
    """Whether taxes are overdue (in Korea what 납세증명 certifies), and until when that may be relied on; no amounts."""

    clear: bool | None = None
    as_of: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class GetTaxClearance(Query[TaxClearance]):
    """Does this party owe overdue taxes?"""

    OWNER: ClassVar[str] = OWNER
    party: Party
