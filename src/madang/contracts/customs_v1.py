"""The single window's contract. Owner: `customs`, where the agencies' officers answer too."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from madang.contracts.message import Event, Query
from madang.framework.values import Money, Party

OWNER = "customs"


class PermitAnswer(StrEnum):
    """What an agency says of goods."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class PermitStanding:
    """Where a permit stands with its agency, and under which number the agency keeps it."""

    request: str | None = None
    answer: PermitAnswer | None = None
    says: str | None = None


@dataclass(frozen=True, kw_only=True)
class AskPermit(Query[PermitStanding]):
    """May these goods come in, by the act that `requirement` names? Asked once for one item of a declaration."""

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    party: Party
    trader: str
    declaration: str
    item: int
    requirement: str
    office: str
    commodity: str
    description: str
    origin: str
    quantity: Decimal | None
    unit: str
    document: str
    lodged_on: date


@dataclass(frozen=True, kw_only=True)
class PermitDecided(Event):
    """An agency decided on the goods of an item."""

    SENDER: ClassVar[str] = OWNER
    declaration: str
    item: int
    requirement: str
    answer: PermitAnswer
    says: str


@dataclass(frozen=True, kw_only=True)
class ImportTaxed(Event):
    """The import tax of a declaration as it is paid now, all its payments together: what its importer may deduct. `base` is
    what the tax is reckoned on: the customs value with the other levies of the taxed goods. Told again after a correction.
    """

    SENDER: ClassVar[str] = OWNER
    declaration: str
    importer: Party
    office: str
    base: Money
    tax: Money
    paid_on: date
