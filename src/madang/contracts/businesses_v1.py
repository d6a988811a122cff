"""The business register's contract. Owner: `businesses`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from madang.contracts.message import Event, Query
from madang.contracts.population_v1 import Address

OWNER = "businesses"


class BusinessForm(StrEnum):
    """Who carries the business."""

    SOLE_TRADER = "sole_trader"
    CORPORATION = "corporation"


class BusinessStatus(StrEnum):
    """Whether it trades."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Business:
    """A registered business, as far as the asker may know it. `representatives` are person keys."""

    number: str | None = None
    corporate_number: str | None = None
    name: str | None = None
    form: BusinessForm | None = None
    status: BusinessStatus | None = None
    sector: str | None = None
    sector_title: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    address: Address | None = None
    representatives: tuple[str, ...] = ()
    representative_names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GetBusiness(Query[Business]):
    """Which business has this number?"""

    OWNER: ClassVar[str] = OWNER
    number: str


@dataclass(frozen=True, kw_only=True)
class FoundBusinesses:
    """Businesses, newest first."""

    businesses: tuple[Business, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindBusinessesOf(Query[FoundBusinesses]):
    """Which businesses does this person represent?"""

    OWNER: ClassVar[str] = OWNER
    person: str


@dataclass(frozen=True, kw_only=True)
class BusinessRegistered(Event):
    """A business was entered in the register."""

    SENDER: ClassVar[str] = OWNER
    number: str
    name: str
    sector: str
    representatives: tuple[str, ...]
    opened_on: date


@dataclass(frozen=True, kw_only=True)
class BusinessChanged(Event):
    """Registered facts changed; `fields` names them."""

    SENDER: ClassVar[str] = OWNER
    number: str
    fields: tuple[str, ...]
    changed_on: date


@dataclass(frozen=True, kw_only=True)
class BusinessClosed(Event):
    """A business was closed."""

    SENDER: ClassVar[str] = OWNER
    number: str
    closed_on: date
