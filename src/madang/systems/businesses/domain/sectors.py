"""Sectors of business: a country's classification (`businesses/sectors.csv`), from its sections down to what is registered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

CODE, PARENT = "code", "parent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A section (no `parent`) or a part of one, at any depth."""

    code: str
    parent: str
    titles: Mapping[str, str]

    def title(self, *, language: str) -> str:
        """In that language, else in English, else in any."""
        return self.titles.get(language[:2]) or self.titles.get("en") or next(iter(self.titles.values()))


class SectorsFaulty(ValueError):
    """The country's list cannot be read; the text says where."""


@dataclass(frozen=True)
class Sectors:
    """A country's classification by code."""

    by_code: Mapping[str, Sector]

    @property
    def sections(self) -> tuple[Sector, ...]:
        """The sections in their order."""
        return tuple(sector for sector in self.by_code.values() if not sector.parent)

    @cached_property
    def classes(self) -> tuple[Sector, ...]:
        """What a business registers under, in its order: the sectors that have no parts."""
        parents = {sector.parent for sector in self.by_code.values()}
        return tuple(sector for sector in self.by_code.values() if sector.parent and sector.code not in parents)

    def section_of(self, *, code: str) -> str:
        """The section's code of a sector; the code itself for a section or an unknown code."""
        known = self.by_code.get(code)
        return code if known is None or not known.parent else self.section_of(code=known.parent)

    def title(self, *, code: str, language: str) -> str:
        """The sector's title; its code where the list no longer has it."""
        known = self.by_code.get(code)
        return known.title(language=language) if known else code


def read_sectors(*, rows: Iterable[Mapping[str, str]]) -> Sectors:
    """The classification from its table: code, parent, and a title a language; parents first. Raises SectorsFaulty."""
    found: dict[str, Sector] = {}
    for row in rows:
        code, parent = row.get(CODE) or "", row.get(PARENT) or ""
        titles = {language: text for language, text in row.items() if language not in (CODE, PARENT) and text}
        if not code or not titles:
            raise SectorsFaulty(f"{dict(row)!r} needs a code and a title")
        if code in found:
            raise SectorsFaulty(f"{code} stands twice")
        if parent and parent not in found:
            raise SectorsFaulty(f"{code} comes before {parent}, of which it is a part")
        found[code] = Sector(code=code, parent=parent, titles=titles)
    return Sectors(found)
