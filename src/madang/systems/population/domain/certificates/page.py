"""The shape of a certificate's content, and how its words, dates and numbers are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.systems.population.domain.people import PersonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """`say` turns a word's code into the certificate's language, `day` writes a date, `number` a resident number (masked
    unless the second value is true), `nation` a country's name."""

    say: Callable[[str], str]
    day: Callable[[date], str]
    number: Callable[[str, bool], str]
    nation: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Part of a page: labelled `fields`, or a table of `columns` and `rows`; `empty` is said where a table has no rows."""

    title: str
    fields: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A certificate's content and the key facts that its sealed statement repeats (by code, short)."""

    sections: Sequence[Section]
    facts: Mapping[str, str]
    notes: Sequence[str] = ()
    form: str = ""

    def content(self) -> dict[str, Any]:
        """Plain values for the template."""
        return {
            "form": self.form,
            "notes": list(self.notes),
            "sections": [
                {
                    "title": section.title,
                    "fields": [list(pair) for pair in section.fields],
                    "columns": list(section.columns),
                    "rows": [list(row) for row in section.rows],
                    "empty": section.empty,
                }
                for section in self.sections
            ],
        }


def full_name(*, person: PersonFacts) -> str:
    """The name, with its Hanja in parentheses where there is one, as certificates print it."""
    return f"{person.name} ({person.hanja_name})" if person.hanja_name else person.name


def number_of(*, person: PersonFacts, writing: Writing, tail: bool) -> str:
    """The resident number, its tail hidden unless asked for; aliens show theirs the same way; `-` where there is none."""
    return writing.number(person.number, tail) if person.number else "-"
