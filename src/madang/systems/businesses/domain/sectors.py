"""Sectors of business: a country's classification, its sections and the classes in use (`businesses/sectors.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A section (no `parent`) or a class of one."""

    code: str
    parent: str
    titles: Mapping[str, str]

    def title(self, *, language: str) -> str:
        """In that language, else in English, else in any."""
        return self.titles.get(language[:2]) or self.titles.get("en") or next(iter(self.titles.values()))


class SectorsFaulty(ValueError):
    """The country's list cannot be read; the text says where."""


@dataclass(frozen=True, slots=True)
class Sectors:
    """A country's classification by code."""

    by_code: Mapping[str, Sector]

    @property
    def sections(self) -> tuple[Sector, ...]:
        """The sections in their order."""
        return tuple(sector for sector in self.by_code.values() if not sector.parent)

    @property
    def classes(self) -> tuple[Sector, ...]:
        """The classes that a business registers under, in their order."""
        return tuple(sector for sector in self.by_code.values() if sector.parent)

    def section_of(self, *, code: str) -> str:
        """The section's code of a class; the code itself for a section or an unknown code."""
        known = self.by_code.get(code)
        return known.parent or known.code if known else code

    def title(self, *, code: str, language: str) -> str:
        """The sector's title; its code where the list no longer has it."""
        known = self.by_code.get(code)
        return known.title(language=language) if known else code


def read_sectors(*, data: Any) -> Sectors:
    """The classification as YAML writes it: a list of {code, parent?, title: {language: text}}. Raises SectorsFaulty."""
    found: dict[str, Sector] = {}
    for row in data or ():
        try:
            sector = Sector(code=str(row["code"]), parent=str(row.get("parent", "")), titles=dict(row["title"]))
        except (KeyError, TypeError, ValueError) as problem:
            raise SectorsFaulty(f"{row!r}: {problem!r}") from problem
        if sector.code in found:
            raise SectorsFaulty(f"{sector.code} stands twice")
        if sector.parent and sector.parent not in found:
            raise SectorsFaulty(f"{sector.code} comes before its section {sector.parent}")
        found[sector.code] = sector
    return Sectors(found)
