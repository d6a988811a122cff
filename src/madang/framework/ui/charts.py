"""Charts drawn on the server as SVG, each with the same figures as a table for those who do not see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template

from madang.framework.ui import written

WIDTH, HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 12, 16, 36
COLOURS = 5


@dataclass(frozen=True, kw_only=True)
class Series:
    """One row of figures under the labels; None is a gap."""

    title: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """The plot's place and its scale from zero, or from `low`, to a round number above the largest value."""

    top: float
    count: int
    low: float = 0

    def x(self, place: float) -> float:
        """The horizontal middle of a label's band."""
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (place + 0.5) / max(self.count, 1), 2)

    def y(self, value: float) -> float:
        """The height of a value."""
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - self.low) / (self.top - self.low), 2)

    @property
    def band(self) -> float:
        """The width of a label's band."""
        return (WIDTH - _LEFT - _RIGHT) / max(self.count, 1)


def round_up(value: float) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten, so that the axis has round numbers."""
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value > 0:
        power /= 10
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value) if value > 0 else 1.0


def _near(series: Sequence[Series]) -> tuple[float, float]:
    """Round numbers below and above all values, close to them: where the change matters and not the height."""
    values = [value for one in series for value in one.values if value is not None]
    least, most = min(values, default=0), max(values, default=0)
    step = round_up((most - least or abs(most) or 1) / 3)
    low = step * (least // step)
    return low, max(low + 4 * step, step * -(-most // step))


def _parts(top: float, *, whole: bool) -> int:
    """How many steps the axis has: whole figures get whole marks."""
    return next(parts for parts in (4, 5, 2, 1) if top % parts == 0) if whole and float(top).is_integer() else 4


Marks = dict[str, list[dict[str, Any]]]


def _lines(series: Sequence[Series], frame: _Frame) -> Marks:
    marks = []
    for index, one in enumerate(series):
        points = [f"{frame.x(i)},{frame.y(v)}" for i, v in enumerate(one.values) if v is not None]
        marks.append({"points": " ".join(points), "colour": index % COLOURS + 1})
    return {"lines": marks, "bars": []}


def _bars(series: Sequence[Series], frame: _Frame) -> Marks:
    width = frame.band * 0.7 / max(len(series), 1)
    marks = []
    for index, one in enumerate(series):
        for place, value in enumerate(one.values):
            left = frame.x(place) - frame.band * 0.35 + width * index
            marks.append(_bar(left, width, frame.y(0), frame.y(value or 0), index, _tip(one.title, value)))
    return {"lines": [], "bars": marks}


def _stacked(series: Sequence[Series], frame: _Frame) -> Marks:
    width = frame.band * 0.6
    height = [0.0] * frame.count
    marks = []
    for index, one in enumerate(series):
        for place, value in enumerate(one.values):
            low, high = frame.y(height[place]), frame.y(height[place] + (value or 0))
            marks.append(_bar(frame.x(place) - width / 2, width, low, high, index, _tip(one.title, value)))
            height[place] += value or 0
    return {"lines": [], "bars": marks}


def _bar(left: float, width: float, low: float, high: float, index: int, tip: str) -> dict[str, Any]:
    return {
        "x": round(left, 2),
        "y": round(high, 2),
        "width": round(max(width, 1), 2),
        "height": round(low - high, 2),
        "colour": index % COLOURS + 1,
        "tip": tip,
    }


def _tip(title: str, value: float | None) -> str:
    return f"{title}: {'–' if value is None else written.number(value)}"


def _highest(series: Sequence[Series], *, stacked: bool) -> float:
    if stacked:
        columns = zip(*(one.values for one in series), strict=True)
        return max((sum(value or 0 for value in column) for column in columns), default=0)
    return max((value for one in series for value in one.values if value is not None), default=0)


def _chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    draw: Callable[..., Marks],
    *,
    stacked: bool = False,
    near: bool = False,
) -> str:
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("Each series of a chart has one value for each label.")
    low, top = _near(series) if near else (0.0, round_up(_highest(series, stacked=stacked)))
    frame = _Frame(top=top, count=len(labels), low=low)
    parts = _parts(top - low, whole=all(float(value or 0).is_integer() for one in series for value in one.values))
    every = max(len(labels) // 8, 1)
    values = {
        "title": title,
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
        "grid": [
            {"y": frame.y(mark), "label_y": frame.y(mark) + 4, "text": written.number(mark)}
            for mark in (low + (top - low) * part / parts for part in range(parts + 1))
        ],
        "labels": [{"x": frame.x(i), "text": text} for i, text in enumerate(labels) if i % every == 0],
        "label_y": HEIGHT - 12,
        "text_x": _LEFT - 8,
        "key": [{"title": one.title, "colour": index % COLOURS + 1} for index, one in enumerate(series)],
        "head": [one.title for one in series],
        "rows": [
            (label, ["–" if one.values[i] is None else written.number(one.values[i]) for one in series])  # type: ignore[arg-type]
            for i, label in enumerate(labels)
        ],
        **draw(series, frame),
    }
    return get_template("ui/chart.html").render(values)


def line(*, title: str, labels: Sequence[str], series: Sequence[Series], near: bool = False) -> str:
    """A line for each series, over time; `near` begins the axis close to the least value, for what never comes near zero."""
    return _chart(title, labels, series, _lines, near=near)


def bar(*, title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Bars beside each other at each label."""
    return _chart(title, labels, series, _bars)


def stacked(*, title: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Bars on top of each other at each label: parts of a whole."""
    return _chart(title, labels, series, _stacked, stacked=True)
