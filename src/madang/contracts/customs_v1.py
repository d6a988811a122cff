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


class PermitRest(StrEnum):
    """What becomes of goods that an agency does not accept."""

    DESTROYED = "destroyed"
    SENT_BACK = "sent_back"


class PermitStage(StrEnum):
    """What an agency does before it answers."""

    TAKEN_UP = "taken_up"
    SUPPLEMENT = "supplement"
    EXAMINATION = "examination"
    EXAMINED = "examined"
    HELD = "held"


@dataclass(frozen=True, kw_only=True)
class SaidElement:
    """One thing that an agency asked and the declarant said: its code in the pack, and the answer."""

    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ProducedPaper:
    """A document of the item: its type as declared, its number."""

    type: str
    number: str


@dataclass(frozen=True, kw_only=True)
class PermitStanding:
    """Where a permit stands with its agency, and under which number the agency keeps it. Granted for less than was asked,
    `accepted` says how much, in `unit`, and `rest` what becomes of the others. `automatic`: no officer looked."""

    request: str | None = None
    answer: PermitAnswer | None = None
    says: str | None = None
    accepted: Decimal | None = None
    unit: str | None = None
    rest: PermitRest | None = None
    automatic: bool | None = None


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
    destination: str = ""
    bill: str = ""
    place: str = ""
    elements: tuple[SaidElement, ...] = ()
    papers: tuple[ProducedPaper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PermitDecided(Event):
    """An agency decided on the goods of an item."""

    SENDER: ClassVar[str] = OWNER
    declaration: str
    item: int
    requirement: str
    answer: PermitAnswer
    says: str
    accepted: Decimal | None = None
    unit: str = ""
    rest: PermitRest | None = None


@dataclass(frozen=True, kw_only=True)
class PermitMoved(Event):
    """An agency does something before it answers: what the trader waits for."""

    SENDER: ClassVar[str] = OWNER
    declaration: str
    item: int
    requirement: str
    stage: PermitStage
    says: str


@dataclass(frozen=True, kw_only=True)
class DeclarationEnded(Event):
    """A declaration for which agencies were asked was withdrawn or refused: nothing is asked of them any more."""

    SENDER: ClassVar[str] = OWNER
    declaration: str
    withdrawn: bool
    why: str


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
