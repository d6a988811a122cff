"""The semantic model of EN 16931-1 as a file says it: groups (BG) of terms (BT), every one optional, the raw text kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from madang.framework.bulk.safe_xml import Element

UBL, CII = "UBL", "CII"
VAT_TOTAL = "BG-22-VAT"
"""Not a group of the standard: one of the VAT totals (BT-110, BT-111) with the breakdown that belongs to it."""

_NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One value: its text as written (without the blanks around it), and where it stands."""

    text: str
    element: Element
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One occurrence of a BG."""

    code: str
    element: Element
    terms: Mapping[str, tuple[Term, ...]]
    groups: Mapping[str, tuple["Group", ...]]

    def all(self, term: str) -> tuple[Term, ...]:
        """Every occurrence of a term."""
        return self.terms.get(term, ())

    def there(self, *terms: str) -> bool:
        """At least one of the terms is written, even if empty."""
        return any(self.terms.get(term) for term in terms)

    def text(self, term: str) -> str:
        """What the first occurrence that is not empty says."""
        return next((one.text for one in self.all(term) if one.text), "")

    def texts(self, term: str) -> list[str]:
        """What every occurrence says."""
        return [one.text for one in self.all(term)]

    def number(self, term: str) -> Decimal | None:
        """The number; None when it is missing or not one (xs:decimal, at most forty digits on a side)."""
        found = self.all(term)
        return number_of(text=found[0].text) if found else None

    def day(self, term: str) -> date | None:
        """The day; None when it is missing or not one."""
        found = self.all(term)
        return day_of(text=found[0].text) if found else None

    def each(self, code: str) -> tuple["Group", ...]:
        """The groups of a code directly in this one."""
        return self.groups.get(code, ())

    def walk(self) -> Iterator["Group"]:
        """This group and all below it."""
        yield self
        for groups in self.groups.values():
            for one in groups:
                yield from one.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An invoice as its file says it."""

    syntax: str
    root: Group
    credit_note: bool
    by_code: Mapping[str, tuple[Group, ...]]
    found: dict[str, list[Element]] = field(default_factory=dict, compare=False)
    """Elements on a path that many rules ask for, found once."""

    def every(self, code: str) -> tuple[Group, ...]:
        """All groups of a code; BG-0 is the invoice itself."""
        return self.by_code.get(code, ())


def number_of(*, text: str) -> Decimal | None:
    """An xs:decimal; None for anything else, also for one of absurd length."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def day_of(*, text: str) -> date | None:
    """A date as UBL (2026-11-22) or CII (20261122) writes it."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def place_of(*, element: Element) -> str:
    """Where an element stands, in words that a person can follow: /Invoice/InvoiceLine[2]/Price, line 88."""
    parts: list[str] = []
    here: Element | None = element
    while here is not None:
        name, parent = str(here.tag).rpartition("}")[2], here.getparent()
        same = [one for one in parent if one.tag == here.tag] if parent is not None else []
        parts.append(f"{name}[{same.index(here) + 1}]" if len(same) > 1 else name)
        here = parent
    return f"/{'/'.join(reversed(parts))} (line {element.sourceline})"
