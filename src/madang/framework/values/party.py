"""Who a right, a duty, a charge or a document belongs to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class PartyKind(StrEnum):
    """What sort of party: a natural person, a business, an office of the state."""

    PERSON = "person"
    BUSINESS = "business"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Party:
    """A person by the population register's opaque key, a business by its registration number, an office by its code.

    Resident numbers never name a person between systems.
    """

    kind: PartyKind
    key: str

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("A party has a key.")

    @classmethod
    def person(cls, key: str) -> Self:
        """The person whom the population register knows by this key."""
        return cls(PartyKind.PERSON, key)

    @classmethod
    def business(cls, number: str) -> Self:
        """The business with this registration number (digits only)."""
        return cls(PartyKind.BUSINESS, number)

    @classmethod
    def office(cls, code: str) -> Self:
        """The office of the state with this code."""
        return cls(PartyKind.OFFICE, code)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The party written by `str()`: `person:…`, `business:…`, `office:…`."""
        kind, _, key = text.partition(":")
        return cls(PartyKind(kind), key)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
