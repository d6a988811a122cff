"""A treemap drawn on the server as SVG: parts of a whole as areas, with the same figures as a table for those who do not
see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template

WIDTH, HEIGHT = 720, 400
COLOURS = 4
# Below these a cell has no room for words; its figures stand in its title and in the table.
_WIDE, _HIGH = 86, 34
_SIGN = 13
_LEAST = 1e-9


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A part: its size, what it is called, its value as people read it, and where its area leads."""

    title: str
    value: float
    told: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's place."""

    x: float
    y: float
    width: float
    height: float


def treemap(*, title: str, cells: Sequence[Cell], unit: str = "") -> str:
    """The cells of a positive value, the largest first, as areas that fill the whole."""
    shown = sorted((cell for cell in cells if cell.value > 0), key=lambda cell: -cell.value)
    total = sum(cell.value for cell in shown)
    boxes = boxes_of(values=[cell.value for cell in shown])
    marks = [_mark(place, cell, box) for place, (cell, box) in enumerate(zip(shown, boxes, strict=True))]
    rows = [(cell.title, cell.told, f"{100 * cell.value / total:.1f} %", cell.url) for cell in shown]
    values = {"title": title, "width": WIDTH, "height": HEIGHT, "cells": marks, "rows": rows, "unit": unit}
    return get_template("ui/treemap.html").render(values)


def boxes_of(*, values: Sequence[float]) -> list[Box]:
    """A box for each value (largest first), its area in proportion, as near to a square as rows allow: the squarified
    treemap of Bruls, Huizing and van Wijk (2000).
    """
    total = sum(values)
    scale = WIDTH * HEIGHT / total if total else 0
    waiting = [value * scale for value in values]
    found: list[Box] = []
    free = Box(0, 0, WIDTH, HEIGHT)
    while waiting:
        side = max(min(free.width, free.height), _LEAST)
        count = _row_length(waiting, side)
        row, waiting = waiting[:count], waiting[count:]
        placed, free = _place(row, free)
        found += map(_within, placed)
    return found


def _within(box: Box) -> Box:
    """The box, cut to the frame: what is as small as the arithmetic's own error may lie across its edge."""
    x, y = min(box.x, WIDTH), min(box.y, HEIGHT)
    return Box(x, y, min(box.width, WIDTH - x), min(box.height, HEIGHT - y))


def _row_length(areas: Sequence[float], side: float) -> int:
    """How many of the areas stand in one row along `side`: as many as make its worst shape no worse."""
    best, count = float("inf"), 0
    for length in range(1, len(areas) + 1):
        row = areas[:length]
        total = sum(row)
        worst = max(side * side * max(row) / (total * total), total * total / (side * side * min(row)))
        if worst > best:
            break
        best, count = worst, length
    return count


def _place(row: Sequence[float], free: Box) -> tuple[list[Box], Box]:
    total, placed = sum(row), []
    if free.width >= free.height:
        width, y = max(total / max(free.height, _LEAST), _LEAST), free.y
        for area in row:
            placed.append(Box(free.x, y, width, area / width))
            y += area / width
        return placed, Box(free.x + width, free.y, max(free.width - width, 0), free.height)
    height, x = max(total / max(free.width, _LEAST), _LEAST), free.x
    for area in row:
        placed.append(Box(x, free.y, area / height, height))
        x += area / height
    return placed, Box(free.x, free.y + height, free.width, max(free.height - height, 0))


def _mark(place: int, cell: Cell, box: Box) -> dict[str, Any]:
    fits = box.width >= _WIDE and box.height >= _HIGH
    return {
        "x": round(box.x, 2),
        "y": round(box.y, 2),
        "width": round(max(box.width, 1), 2),
        "height": round(max(box.height, 1), 2),
        "text_x": round(box.x + 8, 2),
        "first_y": round(box.y + 20, 2),
        "second_y": round(box.y + 37, 2),
        "colour": COLOURS - place % COLOURS,
        "name": _cut(cell.title, box.width) if fits else "",
        "told": cell.told if fits and box.height >= _HIGH + 14 and _long(cell.told) < box.width - 12 else "",
        "tip": f"{cell.title}: {cell.told}",
        "url": cell.url,
    }


def _long(text: str) -> float:
    """How wide a text is about: Hangul and Han take a whole sign's width, others six tenths."""
    return sum(_SIGN if ord(sign) > 0x10FF else _SIGN * 0.6 for sign in text)


def _cut(text: str, width: float) -> str:
    if _long(text) < width - 12:
        return text
    kept = text
    while kept and _long(kept) + _SIGN > width - 12:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept else ""
