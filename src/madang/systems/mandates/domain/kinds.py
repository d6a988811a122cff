"""Who may act for whom by law: what a country must say of it, in `countries/<code>/mandates/law.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from madang.framework.law.slots import Slot, slot


class Kind(StrEnum):
    """Kinds that follow from a register or a court, and one that a profession may be given."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    COMPANY = "company_representative"
    HEIR = "heir"
    TAX_AGENT = "tax_agent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Relative:
    """One of the claimant's family, as the register of family relations says it."""

    person: str
    name: str
    relation: str
    born_on: date
    died_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitlement:
    """For whom one may act by which right, until which day (not included); `cite` is the article."""

    kind: Kind
    party: str
    name: str
    until_on: date
    cite: str


class ComesOfAgeOn(Protocol):
    """The day on which a child stands under its parents no longer."""

    def __call__(self, *, born_on: date) -> date:
        """The first day of majority."""


class HeirActsUntil(Protocol):
    """Until when an heir acts for the estate as one of the kin, counted from the death."""

    def __call__(self, *, died_on: date) -> date:
        """The first day on which that is over."""


COMES_OF_AGE_ON: Slot[ComesOfAgeOn] = slot("mandates.comes_of_age_on", ComesOfAgeOn)
HEIR_ACTS_UNTIL: Slot[HeirActsUntil] = slot("mandates.heir_acts_until", HeirActsUntil)


@dataclass(frozen=True, kw_only=True, slots=True)
class Articles:
    """The country's citation of each right."""

    parent: str
    heir: str
    spouse: str
    company: str


def by_family(*, relatives: Iterable[Relative], articles: Articles, on: date) -> tuple[Entitlement, ...]:
    """For whom the family register lets one act today: living children under age, the estates of dead parents and spouses."""
    found: list[Entitlement] = []
    for one in relatives:
        if one.relation == "child" and one.died_on is None:
            until = COMES_OF_AGE_ON.filled(born_on=one.born_on)
            kind, cite = Kind.PARENT, articles.parent
        elif one.relation in ("father", "mother") and one.died_on is not None:
            # Children are heirs of the first rank; whoever has one inherits from nobody further away.
            until = HEIR_ACTS_UNTIL.filled(died_on=one.died_on)
            kind, cite = Kind.HEIR, articles.heir
        elif one.relation == "late_spouse" and one.died_on is not None:
            # Beside children or parents as a co-heir, else alone: an heir in each case.
            until = HEIR_ACTS_UNTIL.filled(died_on=one.died_on)
            kind, cite = Kind.HEIR, articles.spouse
        else:
            continue
        if until > on:
            found.append(Entitlement(kind=kind, party=one.person, name=one.name, until_on=until, cite=cite))
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """A business as its register says it."""

    number: str
    name: str
    open: bool
    representatives: tuple[str, ...]


def by_businesses(
    *, companies: Iterable[Company], person: str, articles: Articles, until_on: date
) -> tuple[Entitlement, ...]:
    """The businesses that the person represents and that are not closed."""
    return tuple(
        Entitlement(kind=Kind.COMPANY, party=one.number, name=one.name, until_on=until_on, cite=articles.company)
        for one in companies
        if one.open and person in one.representatives
    )
