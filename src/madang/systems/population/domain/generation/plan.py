"""What a generated population is made from, and what it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenName:
    """A given name, usual for births of the years from `since` until (not including) `until`."""

    native: str
    latin: str
    since: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyName:
    """A family name; `weight` says how frequent."""

    native: str
    latin: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street of a division; `text` is an address with `#` for the building's number."""

    division: str
    text: str
    postcode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A country as the generator sees it.

    `ages`: (first year, year after the last, male, female) by weight. `name_form`: `{family}{given}` or with the
    order and space of the country. `today`: the day the population is as of; `seed` names another population of the
    same shape.
    """

    ages: Sequence[tuple[int, int, int, int]]
    families: Sequence[FamilyName]
    given: Mapping[str, Sequence[GivenName]]
    streets: Sequence[Street]
    name_form: str
    latin_form: str
    nationality: str
    adult_age: int
    today: date
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A chunk as tables with local ids (UInt32 columns named `person`, `household`, … or `id`)."""

    persons: pl.DataFrame
    addresses: pl.DataFrame
    households: pl.DataFrame
    memberships: pl.DataFrame
    residences: pl.DataFrame
    marriages: pl.DataFrame
    sides: pl.DataFrame
    parentages: pl.DataFrame
    events: pl.DataFrame

    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(getattr(self, one.name).height for one in fields(self))
