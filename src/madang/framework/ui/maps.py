"""A map of administrative divisions as equal tiles, drawn on the server, with the same figures as a table.

The pack says which tile each division takes. Tiles weigh every division alike, whatever its area, and need no geodata.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import get_template

from madang.framework.law import pack
from madang.framework.ui import written

TILE = 84
SHADES = 5


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A division's place, columns and rows counted from zero at the north-west; `name` in the reader's language."""

    code: str
    name: str
    column: int
    row: int


def arranged(*, divisions: Sequence[tuple[str, str]], columns: int = 6) -> list[Tile]:
    """Tiles in reading order, for a country whose pack gives no places."""
    return [
        Tile(code=code, name=name, column=place % columns, row=place // columns)
        for place, (code, name) in enumerate(divisions)
    ]


def shade(*, value: float | None, low: float, high: float) -> int:
    """Which of the five shades a value takes; zero is for no value."""
    if value is None:
        return 0
    span = high - low
    return SHADES - 1 if span <= 0 else 1 + min(int((value - low) / span * (SHADES - 1)), SHADES - 2)


def _width(name: str) -> int:
    """About how many units a name takes: a Hangul syllable 12, a Latin letter 7."""
    return sum(7 if symbol.isascii() else 12 for symbol in name)


def tile_map(*, title: str, unit: str, tiles: Sequence[Tile], values: Mapping[str, float]) -> str:
    """The map of `values` (division code → figure in `unit`) and its table."""
    known = [values[tile.code] for tile in tiles if tile.code in values]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    left, upper = min((tile.column for tile in tiles), default=0), min((tile.row for tile in tiles), default=0)
    cells = []
    for tile in (replace(one, column=one.column - left, row=one.row - upper) for one in tiles):
        value = values.get(tile.code)
        cells.append(
            {
                "x": tile.column * TILE,
                "y": tile.row * TILE,
                "middle": tile.column * TILE + TILE // 2,
                "name_y": tile.row * TILE + TILE // 2 - 4,
                "value_y": tile.row * TILE + TILE // 2 + 16,
                "name": tile.name,
                "squeezed": _width(tile.name) > TILE - 8,
                "value": "–" if value is None else written.number(value),
                "shade": shade(value=value, low=low, high=high),
            }
        )
    width = (max((tile.column for tile in tiles), default=0) - left + 1) * TILE
    height = (max((tile.row for tile in tiles), default=0) - upper + 1) * TILE
    content: dict[str, Any] = {
        "title": title,
        "unit": unit,
        "cells": cells,
        "width": width,
        "height": height,
        "tile": TILE,
    }
    content["inner"] = TILE - 8
    return get_template("ui/map.html").render(content)


def of_country(*, language: str) -> list[Tile]:
    """The tiles of the active country's first-level divisions, as its pack places them."""
    first = [division for division in pack().divisions if division.tile is not None and division.level == 1]
    native = language == pack().languages[0]
    return [
        Tile(
            code=division.code,
            name=division.native if native else division.latin,
            column=division.tile[0],
            row=division.tile[1],
        )
        for division in first
        if division.tile
    ]
