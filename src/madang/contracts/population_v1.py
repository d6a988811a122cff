"""The resident register's contract. Owner: `population`.

A person is named by the register's opaque key. Resident numbers leave the register only where a grant names the field.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from madang.contracts.message import Event, Query

OWNER = "population"


class Sex(StrEnum):
    """As registered."""

    FEMALE = "female"
    MALE = "male"


class Status(StrEnum):
    """Whether a person is on the register, and if not, why."""

    RESIDENT = "resident"
    ABROAD = "abroad"
    DEAD = "dead"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where someone lives: the division's code, the address as one writes it, and since when."""

    division: str | None = None
    text: str | None = None
    postcode: str | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """A resident, as far as the asker may know them."""

    key: str | None = None
    name: str | None = None
    hanja_name: str | None = None
    latin_name: str | None = None
    birth_on: date | None = None
    sex: Sex | None = None
    nationality: str | None = None
    status: Status | None = None
    died_on: date | None = None
    masked_number: str | None = None
    resident_number: str | None = None
    address: Address | None = None
    household: str | None = None
    married: bool | None = None


@dataclass(frozen=True, kw_only=True)
class GetPerson(Query[Person]):
    """Who is this?"""

    OWNER: ClassVar[str] = OWNER
    person: str


@dataclass(frozen=True, kw_only=True)
class FoundPeople:
    """At most `limit` people, best first; `more` says that others match."""

    people: tuple[Person, ...] = ()
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class FindPerson(Query[FoundPeople]):
    """Who has this resident number, or this name and birth date?"""

    OWNER: ClassVar[str] = OWNER
    resident_number: str = ""
    name: str = ""
    birth_on: date | None = None
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class AddressHistory:
    """Every registered address, newest first."""

    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GetAddressHistory(Query[AddressHistory]):
    """Where has this person lived?"""

    OWNER: ClassVar[str] = OWNER
    person: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """Someone of a household or family and what they are to its head, or to the person asked about."""

    person: str | None = None
    name: str | None = None
    relation: str | None = None
    birth_on: date | None = None
    died_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Household:
    """The household a person lives in; `members` includes the head."""

    key: str | None = None
    head: str | None = None
    address: Address | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GetHousehold(Query[Household]):
    """With whom does this person live?"""

    OWNER: ClassVar[str] = OWNER
    person: str


@dataclass(frozen=True, kw_only=True)
class Family:
    """Parents, spouse and children as registered, living or dead. A `late_spouse` was married until death."""

    members: tuple[Member, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GetFamily(Query[Family]):
    """Who are this person's parents, spouse and children?"""

    OWNER: ClassVar[str] = OWNER
    person: str


@dataclass(frozen=True, kw_only=True)
class GetAdults(Query[FoundPeople]):
    """Keys and names of living adults in key order after `after`; for statistics samples and generated demonstrations."""

    OWNER: ClassVar[str] = OWNER
    after: str = ""
    limit: int = 1000


@dataclass(frozen=True, kw_only=True)
class GetResidents(Query[FoundPeople]):
    """Who of that nationality, born on `born_until` or before, lived in the division (empty: anywhere) on the day `on`, in key
    order after `after`; for rolls that a law has drawn from the register.
    """

    OWNER: ClassVar[str] = OWNER
    on: date
    born_until: date
    division: str = ""
    nationality: str = ""
    after: str = ""
    limit: int = 1000


@dataclass(frozen=True, kw_only=True)
class PersonBorn(Event):
    """A birth was registered."""

    SENDER: ClassVar[str] = OWNER
    person: str
    born_on: date
    parents: tuple[str, ...] = ()
    household: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonDied(Event):
    """A death was registered."""

    SENDER: ClassVar[str] = OWNER
    person: str
    died_on: date


@dataclass(frozen=True, kw_only=True)
class PersonMoved(Event):
    """A move-in was registered; the new address has its date."""

    SENDER: ClassVar[str] = OWNER
    person: str
    moved_on: date
    division: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MarriageRegistered(Event):
    """Two people married."""

    SENDER: ClassVar[str] = OWNER
    spouses: tuple[str, str]
    married_on: date


@dataclass(frozen=True, kw_only=True)
class DivorceRegistered(Event):
    """A marriage was dissolved."""

    SENDER: ClassVar[str] = OWNER
    spouses: tuple[str, str]
    divorced_on: date


@dataclass(frozen=True, kw_only=True)
class NameCorrected(Event):
    """A registered name was corrected."""

    SENDER: ClassVar[str] = OWNER
    person: str
    name: str
    corrected_on: date
