"""Statistics of goods that cross the border, as the United Nations define them (International Merchandise Trade Statistics:
Concepts and Definitions 2010): imports by country of origin, exports by last known destination; what only passes through is
no trade.

A month is published as one table, chapters of the Harmonized System by partner countries with totals, and below each chapter
its subheadings over all partners. What would tell of one trader is hidden in both (passive confidentiality there; in Korea
Statistics Act art. 33).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from madang.framework.values.months import add_months
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.disclosure_control import Cell, Secrecy, hidden_cells, is_sensitive
from madang.systems.customs.domain.words import Direction

UNKNOWN = "ZZ"
"""A partner that nobody named (ISO 3166-1 leaves ZZ to its users)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traded:
    """A cell before secrecy: value in minor units of the currency, net mass in grams, how many traders, the largest's value."""

    value: int
    grams: int
    traders: int
    largest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A cell as published: None where it is confidential."""

    value: int | None
    grams: int | None


def partner_of(*, declaration: Declaration, item: Item) -> str:
    """The partner country of an item: at import where it comes from, at export where it goes to at last."""
    if declaration.direction is Direction.EXPORT:
        return item.destination_country or declaration.destination_country or UNKNOWN
    return item.origin or item.export_country or declaration.export_country or UNKNOWN


def subheading_of(*, commodity: str) -> str:
    """The six digits that are the same in every country."""
    return commodity[:6]


def publish(*, table: Mapping[tuple[str, str], Traded], secrecy: Secrecy) -> dict[tuple[str, str], Figure]:
    """The month's table as everybody may read it: chapter and partner, `TOTAL` for all of either."""
    hidden = hidden_cells(cells={place: _cell(one) for place, one in table.items()}, secrecy=secrecy)
    return {place: _figure(one, hidden=place in hidden) for place, one in table.items()}


def publish_below(*, parts: Mapping[str, Traded], whole_shown: bool, secrecy: Secrecy) -> dict[str, Figure]:
    """A chapter's subheadings. Where its total is confidential, so are they; else none is hidden alone."""
    cells = {code: _cell(one) for code, one in parts.items()}
    hidden = _hidden_in_row(cells, secrecy) if whole_shown else set(parts)
    return {code: _figure(one, hidden=code in hidden) for code, one in parts.items()}


def _hidden_in_row(cells: Mapping[str, Cell], secrecy: Secrecy) -> set[str]:
    """Under a total that is shown: the sensitive ones, and where that is one alone, the least beside it. A part without others
    is the total itself."""
    if len(cells) == 1:
        return set()
    found = {code for code, cell in cells.items() if is_sensitive(cell=cell, secrecy=secrecy)}
    if len(found) == 1:
        rest = [code for code in cells if code not in found]
        found.add(min(rest, key=lambda code: (cells[code].value, code)))
    return found


def _cell(one: Traded) -> Cell:
    return Cell(value=one.value, contributors=one.traders, largest=one.largest)


def _figure(one: Traded, *, hidden: bool) -> Figure:
    return Figure(value=None if hidden else one.value, grams=None if hidden else one.grams)


def months_to_publish(*, today: date, days: Sequence[int], known: Iterable[date]) -> tuple[date, ...]:
    """The months (their first days) among `known` that are published on `today`: those that are over, on the days on which the
    country publishes. A month that goes on is never shown: two days' tables would tell of what came between."""
    if today.day not in days:
        return ()
    return tuple(sorted(month for month in known if add_months(day=month, months=1) <= today))
