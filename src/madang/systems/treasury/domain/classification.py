"""How budget lines are classified: dimensions, the codes of a year, and what old codes became.

Standards: IMF, Government Finance Statistics Manual 2014 (tables 6.1 and 8.1); UN, Classification of the Functions of
Government (1999). Korea: National Finance Act art. 21 (office, account, function, programme and class).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

WHOLE = 10_000


class Dimension(StrEnum):
    """By what a line is classified; offices and regions are registers of their own."""

    PROGRAMME = "programme"
    ECONOMIC = "economic"
    FUNCTION = "function"
    FUND = "fund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code as a pack or an upload gives it. `place` says where it stands there."""

    dimension: Dimension
    code: str
    parent: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    first_year: int = 0
    last_year: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """In `year`, `share` ten-thousandths of what was `old` count under `new`."""

    dimension: Dimension
    year: int
    old: str
    new: str
    share: int = WHOLE


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an entry: a permanent word, the place, and what fills the sentence."""

    what: str
    place: str
    values: Mapping[str, object] = field(default_factory=dict)


def parent_of(*, code: str) -> str:
    """The code above a programme code: `1100-1131-301` lies below `1100-1131`."""
    return code.rpartition("-")[0]


def activities(*, codes: Iterable[str]) -> set[str]:
    """The programme codes below which nothing lies: on these money is spent."""
    known = set(codes)
    return known - {parent_of(code=one) for one in known}


def problems(*, entries: Sequence[Entry], languages: Sequence[str]) -> list[Problem]:
    """Everything that is wrong with a set of codes: titles missing, years that end before they start, one code twice in a
    year, a parent that is not there in all of its child's years.
    """
    found: list[Problem] = []
    by_code: dict[tuple[Dimension, str], list[Entry]] = {}
    for entry in entries:
        found += [
            Problem("title_missing", entry.place, {"code": entry.code, "language": one})
            for one in languages
            if not str(entry.titles.get(one, "")).strip()
        ]
        if entry.last_year is not None and entry.last_year < entry.first_year:
            found.append(Problem("years_reversed", entry.place, {"code": entry.code}))
        for other in by_code.setdefault((entry.dimension, entry.code), []):
            if _overlap(entry, other):
                found.append(Problem("twice", entry.place, {"code": entry.code, "other": other.place}))
        by_code[entry.dimension, entry.code].append(entry)
    for entry in entries:
        if entry.parent and not _covered(entry, by_code.get((entry.dimension, entry.parent), [])):
            found.append(Problem("parent_missing", entry.place, {"code": entry.code, "parent": entry.parent}))
    return found


def _last(entry: Entry) -> int:
    return 9999 if entry.last_year is None else entry.last_year


def _overlap(one: Entry, other: Entry) -> bool:
    return one.first_year <= _last(other) and other.first_year <= _last(one)


def _covered(entry: Entry, parents: Sequence[Entry]) -> bool:
    year = entry.first_year
    for parent in sorted(parents, key=lambda each: each.first_year):
        if parent.first_year <= year <= _last(parent):
            year = _last(parent) + 1
    return year > _last(entry)


def carried_forward(*, amounts: Mapping[str, int], mappings: Iterable[Mapped], until: int) -> dict[str, int]:
    """The amounts of an earlier year under the codes of the year `until`. Year after year each code goes where it was
    mapped; what a split leaves over by rounding stays with its last part, so that the total is the same.
    """
    current = dict(amounts)
    by_year: dict[int, dict[str, list[Mapped]]] = {}
    for one in mappings:
        if one.year <= until:
            by_year.setdefault(one.year, {}).setdefault(one.old, []).append(one)
    for year in sorted(by_year):
        moved: dict[str, int] = {}
        for code, minor in current.items():
            for new, part in _parts(code, minor, by_year[year].get(code, [])):
                moved[new] = moved.get(new, 0) + part
        current = moved
    return current


def _parts(code: str, minor: int, mapped: Sequence[Mapped]) -> list[tuple[str, int]]:
    if not mapped:
        return [(code, minor)]
    given = [(one.new, minor * one.share // WHOLE) for one in mapped]
    stays = WHOLE - sum(one.share for one in mapped)
    if stays > 0:
        given.append((code, minor * stays // WHOLE))
    last, part = given[-1]
    given[-1] = (last, part + minor - sum(each for _new, each in given))
    return given
