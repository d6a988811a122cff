"""Which acts ask for a permit before goods are released (Customs Act of Korea art. 226): of which goods, under which
conditions, decided by whom, and what each of them wants to be told."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from madang.systems.customs.domain.declaration import Declaration, Document, Item, Statement
from madang.systems.customs.domain.words import Direction

SAID = "LPC"
"""The type of statements that are for other agencies: licences, permits, certificates."""
OWN_USE = Statement(type=SAID, code="CON", text="personal")
"""What goods for somebody's own use say: some acts then ask nothing."""
LONGEST = 100


class PermitKind(StrEnum):
    """What an act is about; each has a term of its own."""

    FOOD = "food"
    PLANTS = "plants"
    ANIMALS = "animals"
    MEDICINES = "medicines"
    NARCOTICS = "narcotics"
    DUAL_USE = "dual_use"
    OTHER = "other"


class ElementKind(StrEnum):
    """How something that an agency asks is said."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    PAPER = "paper"  # a document of the item, by its number


class Unfit(StrEnum):
    """Why what was said does not do."""

    MISSING = "missing"
    LONG = "long"
    DAY = "day"
    CHOICE = "choice"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing that an agency wants to be told of an item. `carried` is the code by which messages carry it: of a statement
    (three signs), or the type of the document."""

    code: str
    kind: ElementKind
    carried: str
    titles: Mapping[str, str]
    helps: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pattern: str = ""

    def of(self, *, item: Item) -> str:
        """What the item says of it; empty where nothing."""
        if self.kind is ElementKind.PAPER:
            return next((one.number for one in item.documents if one.type == self.carried), "")
        return next((one.text for one in item.statements if one.type == SAID and one.code == self.carried), "")

    def said(self, *, text: str) -> Statement | Document:
        """As an item carries it."""
        if self.kind is ElementKind.PAPER:
            return Document(type=self.carried, number=text)
        return Statement(type=SAID, code=self.carried, text=text)

    def unfit(self, *, text: str) -> Unfit | None:
        """What is wrong with this answer; None where nothing."""
        if len(text) > LONGEST:
            return Unfit.LONG
        if self.kind is ElementKind.CHOICE and text not in self.choices:
            return Unfit.CHOICE
        if self.kind is ElementKind.DAY and not _is_day(text):
            return Unfit.DAY
        return Unfit.FORM if self.pattern and not re.fullmatch(self.pattern, text) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """How an agency may look at goods, and within how many working days of the request it then answers."""

    code: str
    days: int
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """When the law lets an agency answer without an officer: `after` earlier lots of the same goods, from the same maker and
    country, were found fit within `within_days`, and none was refused; never for goods that begin with `never`."""

    after: int
    within_days: int
    same: tuple[Element, ...]
    never: tuple[str, ...]
    cite: str


Says = tuple[Element, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One act that asks something of goods. `office` decides; `documents` are the codes of the papers that prove it; `titles`
    are by language. `when` all must be said, `unless` none of them; empty `origins` and `destinations` are all countries.

    `since` and `until` (the first day it no longer holds) are days of the declaration.
    """

    code: str
    prefixes: tuple[str, ...]
    direction: Direction
    office: str
    documents: tuple[str, ...]
    titles: Mapping[str, str]
    cite: str
    since: date
    kind: PermitKind = PermitKind.OTHER
    until: date | None = None
    except_prefixes: tuple[str, ...] = ()
    origins: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    when: tuple[Says, ...] = ()
    unless: tuple[Says, ...] = ()
    asks: tuple[Element, ...] = ()
    may_say: tuple[Element, ...] = ()
    examinations: tuple[Examination, ...] = ()
    automatic: Automatic | None = None
    source: str = ""

    def asks_of(self, *, commodity: str) -> bool:
        """Whether it is about goods of this commodity."""
        return commodity.startswith(self.prefixes) and not (
            self.except_prefixes and commodity.startswith(self.except_prefixes)
        )

    def stands(self, *, on: date) -> bool:
        """Whether it is the law of that day."""
        return self.since <= on and (self.until is None or on < self.until)

    def may_ask(self, *, item: Item, origin: str, destination: str) -> bool:
        """Whether it is about such goods from there to there, whatever is said of them."""
        from_there = not self.origins or origin in self.origins
        to_there = not self.destinations or destination in self.destinations
        return self.asks_of(commodity=item.commodity) and from_there and to_there

    def asked(self, *, item: Item) -> bool:
        """Whether what is said of the item leaves it asked."""
        return all(one.of(item=item) in those for one, those in self.when) and not any(
            one.of(item=item) in those for one, those in self.unless
        )

    def elements(self) -> tuple[Element, ...]:
        """All that it wants to know, conditions first."""
        conditions = (one for one, _those in (*self.unless, *self.when))
        found = {one.code: one for one in (*conditions, *self.asks, *self.may_say)}
        return tuple(found.values())


def read_requirements(*, data: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """The requirements as a pack writes them."""
    known = {code: _element(code, row) for code, row in (data.get("elements") or {}).items()}
    return tuple(_requirement(row, known) for row in data.get("requirements") or ())


def _element(code: str, row: Mapping[str, Any]) -> Element:
    return Element(
        code=code,
        kind=ElementKind(row["kind"]),
        carried=str(row["carried"]),
        titles=row["titles"],
        helps=row.get("helps", {}),
        choices=row.get("choices", {}),
        pattern=row.get("pattern", ""),
    )


def _requirement(row: Mapping[str, Any], known: Mapping[str, Element]) -> Requirement:
    return Requirement(
        code=row["code"],
        kind=PermitKind(row.get("kind", PermitKind.OTHER)),
        prefixes=_codes(row["prefixes"]),
        direction=Direction(row["direction"]),
        office=row["office"],
        documents=_codes(row.get("documents", ())),
        titles=row["titles"],
        cite=row["cite"],
        since=row["since"],
        until=row.get("until"),
        except_prefixes=_codes(row.get("except", ())),
        origins=frozenset(row.get("origins", ())),
        destinations=frozenset(row.get("destinations", ())),
        when=_says(row.get("when", {}), known),
        unless=_says(row.get("unless", {}), known),
        asks=tuple(known[one] for one in row.get("asks", ())),
        may_say=tuple(known[one] for one in row.get("may_say", ())),
        examinations=tuple(Examination(**one) for one in row.get("examinations", ())),
        automatic=_automatic(row.get("automatic"), known),
        source=row.get("source", ""),
    )


def _codes(told: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(one) for one in told)


def _says(told: Mapping[str, Iterable[str]], known: Mapping[str, Element]) -> tuple[Says, ...]:
    return tuple((known[code], frozenset(those)) for code, those in told.items())


def _automatic(row: Mapping[str, Any] | None, known: Mapping[str, Element]) -> Automatic | None:
    if row is None:
        return None
    same = tuple(known[one] for one in row.get("same", ()))
    return Automatic(
        after=row["after"],
        within_days=row["within_days"],
        same=same,
        never=_codes(row.get("never", ())),
        cite=row["cite"],
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def possible(
    *, declaration: Declaration, requirements: Iterable[Requirement], on: date
) -> Iterator[tuple[Item, Requirement]]:
    """Each item with each requirement that its goods, origin and destination bring on that day, whatever is said of them."""
    known = tuple(one for one in requirements if one.direction is declaration.direction and one.stands(on=on))
    for item in declaration.items:
        origin = item.origin or item.preferential_origin
        destination = item.destination_country or declaration.destination_country
        for one in known:
            if one.may_ask(item=item, origin=origin, destination=destination):
                yield item, one


def needed(
    *, declaration: Declaration, requirements: Iterable[Requirement], on: date
) -> tuple[tuple[int, Requirement], ...]:
    """Each item's sequence with each requirement that its goods and what is said of them bring on that day."""
    found = possible(declaration=declaration, requirements=requirements, on=on)
    return tuple((item.sequence, one) for item, one in found if one.asked(item=item))


def told_to_agencies(*, item: Item, requirements: Iterable[Requirement]) -> tuple[Statement | Document, ...]:
    """All that the item says to other agencies: the statements for them, and the papers that an act asks or takes."""
    papers: set[str] = set()
    for one in requirements:
        papers.update(one.documents)
        papers.update(element.carried for element in one.elements() if element.kind is ElementKind.PAPER)
    return (
        *(one for one in item.statements if one.type == SAID),
        *(one for one in item.documents if one.type in papers),
    )


def unfit_elements(
    *, declaration: Declaration, requirements: Iterable[Requirement], on: date
) -> Iterator[tuple[int, Requirement, Element, Unfit]]:
    """Every thing that an agency asks and the declaration does not say, or says unfit: the place of the item, by which act,
    what, and why. A thing that several acts ask is told once."""
    places = {item.sequence: place for place, item in enumerate(declaration.items)}
    told: set[tuple[int, str]] = set()
    for item, one in possible(declaration=declaration, requirements=requirements, on=on):
        wanted = {element.code for element in one.asks} if one.asked(item=item) else set()
        for element in one.elements():
            text = element.of(item=item)
            why = element.unfit(text=text) if text else Unfit.MISSING if element.code in wanted else None
            key = (item.sequence, element.code)
            if why is not None and key not in told:
                told.add(key)
                yield places[item.sequence], one, element, why
