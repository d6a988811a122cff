"""Customs procedures under which duties wait: what each asks, how long it lasts and how it ends. They are data of the country
(`customs/parameters/procedures.yaml`); nothing here knows which there are.

In Korea: temporary admission (Customs Act arts. 97, 98), bonded warehouses (arts. 177, 183), movement under bond (arts. 213 to
218) and free trade zones (Act on Designation and Management of Free Trade Zones arts. 29, 30).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from madang.framework.law import load_pack, pack
from madang.framework.values.months import add_months
from madang.systems.customs.domain.declaration import Declaration, Item, PreviousDocument, Quantity
from madang.systems.customs.domain.words import Direction, TransportMode

PREFIX = "customs.procedures."
IMPORTED = "929"
"""UN/EDIFACT 1001: goods declaration for importation. As a previous document it names the goods that a declaration ends."""


class Ending(StrEnum):
    """How goods leave a procedure without the duties that waited."""

    RE_EXPORT = "re_export"  # by an export declaration
    HOME_USE = "home_use"  # by an import declaration, which levies them anew
    ARRIVAL = "arrival"  # they came to where they were sent
    USED_INSIDE = "used_inside"  # used or consumed inside a free zone
    DESTROYED = "destroyed"  # lost by disaster, or destroyed with customs' leave


class Missed(StrEnum):
    """What follows when the term is over and goods are still there."""

    DUTY = "duty"  # the duties that waited are collected
    SALE = "sale"  # customs may sell the goods


DECLARED = frozenset({Ending.RE_EXPORT, Ending.HOME_USE})
"""What a declaration ends; customs confirms the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure on a day. `relief_percent` of the duties wait, the rest is paid; `security_percent` of what waits is
    secured. A term of no months and no days has no end."""

    code: str
    requested: str  # the item's procedure code; empty for whatever is declared in that direction
    direction: Direction
    titles: Mapping[str, str]
    endings: tuple[Ending, ...]
    missed: Missed
    cite: str
    additional: str = ""  # an additional procedure code that it asks for
    relief_percent: int = 100
    security_percent: int = 100
    months: int = 0
    days: int = 0
    days_by_mode: Mapping[str, int]
    extension_months: int = 0
    penalty_percent: int = 0  # of the duty, where the term was missed
    penalty_most: int = 0  # in smallest units; none where 0
    instead: tuple[str, ...] = ()  # documents that stand in for a guarantee: an ATA carnet
    inland: bool = False  # the goods leave customs' hands

    def title(self, *, language: str) -> str:
        """What it is called."""
        return self.titles.get(language.split("-")[0]) or self.titles["en"]

    def ends_on(self, *, began_on: date, mode: TransportMode | None = None) -> date | None:
        """The last day; None where it has no term."""
        if self.months:
            return add_months(day=began_on, months=self.months)
        days = self.days_by_mode.get(mode.value if mode else "", self.days)
        return began_on + timedelta(days=days) if days else None


def procedures(*, on: date) -> tuple[Procedure, ...]:
    """Those of the active country that day, in the order of their codes."""
    return _in_force(pack().code, on)


@lru_cache(maxsize=64)
def _in_force(country: str, on: date) -> tuple[Procedure, ...]:
    found = []
    for key, known in sorted(load_pack(country).parameters.items()):
        dated = (
            next((one for one in reversed(known.values) if one.since <= on), None) if key.startswith(PREFIX) else None
        )
        if dated is not None and dated.value is not None:
            found.append(_read(key.removeprefix(PREFIX), dated.value, dated.cite))
    return tuple(found)


def procedure_called(*, code: str, on: date) -> Procedure | None:
    """One of them; None where there was none of that name that day."""
    return next((one for one in procedures(on=on) if one.code == code), None)


def _read(code: str, row: Mapping[str, Any], cite: str) -> Procedure:
    words = {"direction": Direction(row["direction"]), "missed": Missed(row["missed"])}
    lists = {
        "endings": tuple(Ending(one) for one in row["endings"]),
        "instead": tuple(row.get("instead", ())),
        "days_by_mode": row.get("days_by_mode", {}),
    }
    return Procedure(**{**row, **words, **lists, "code": code, "cite": cite})


def procedure_of(*, declaration: Declaration, on: date) -> Procedure | None:
    """What the first item asks for; one declaration asks for one procedure."""
    if not declaration.items:
        return None
    fits = [one for one in procedures(on=on) if _asks(declaration, declaration.items[0], one)]
    # The one that asks for more codes was meant.
    return max(fits, key=lambda one: len(one.additional), default=None)


def _asks(declaration: Declaration, item: Item, one: Procedure) -> bool:
    return (
        one.direction is declaration.direction
        and (not one.requested or item.procedure[:2] == one.requested)
        and (not one.additional or one.additional in item.additional_procedures)
    )


def mixed(*, declaration: Declaration, on: date) -> bool:
    """Whether its items ask for different procedures."""
    known = {one.requested for one in procedures(on=on) if one.direction is declaration.direction and one.requested}
    asked = {(item.procedure[:2], item.additional_procedures) for item in declaration.items}
    return len(asked) > 1 and any(code in known for code, _further in asked)


def measure_of(*, item: Item) -> Quantity | None:
    """By what goods under a procedure are counted: their first quantity, else their net mass; None where neither is given."""
    if item.quantities:
        return item.quantities[0]
    return None if item.net_mass is None else Quantity(value=item.net_mass, unit="KGM")


def ended_by(*, item: Item) -> tuple[PreviousDocument, ...]:
    """The goods under a procedure that an item ends: the number of their declaration and their item."""
    return tuple(one for one in item.previous if one.type == IMPORTED)


def ending_of(*, direction: Direction) -> Ending:
    """How a declaration ends a procedure."""
    return Ending.RE_EXPORT if direction is Direction.EXPORT else Ending.HOME_USE
