"""The shape of a certificate's content, and how its words, dates and numbers are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.systems.population.domain.people import PersonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a certificate's language writes: `say` a word by its code, `day` a date, `nation` a country, `number` a
    resident number (masked unless the second value is true). `latin`: Latin names stand before the native ones."""

    say: Callable[[str], str]
    day: Callable[[date], str]
    number: Callable[[str, bool], str]
    nation: Callable[[str], str]
    latin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Part of a page: labelled `fields`, or a table of `columns` and `rows`; `empty` is said where a table has no
    rows."""

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


def full_name(*, person: PersonFacts, writing: Writing) -> str:
    """The name, with its Hanja in parentheses where there is one; in Latin scripts the Latin name, then the native
    one."""
    if writing.latin and person.latin_name and person.latin_name != person.name:
        return f"{person.latin_name} ({person.name})"
    return f"{person.name} ({person.hanja_name})" if person.hanja_name else person.name


def known_columns(*, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """The table without columns that hold nothing but dashes."""
    kept = [place for place in range(len(columns)) if not rows or any(row[place] != "-" for row in rows)]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def number_of(*, person: PersonFacts, writing: Writing, tail: bool) -> str:
    """The resident number, its tail hidden unless asked for; aliens show theirs the same way; `-` where there is
    none."""
    return writing.number(person.number, tail) if person.number else "-"
