"""A figure of many returns at once: one whole number a row, or one for all of them.

Rows are numpy's int64, worked through in blocks that stay in the processor's cache (`batch`). What is the same in every row is
kept as one Python number: a fact that nobody told costs nothing, nor does a figure times nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.int64]
Choice: TypeAlias = bool | NDArray[np.bool_]
"""Where a condition holds: row by row, or the same for all."""


class Column:
    """Whole numbers with the operators of `int`. `values` are never changed in place: two columns may share them."""

    __slots__ = ("values",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, values: Rows | int) -> None:
        self.values = values

    def __add__(self, other: "Column | int") -> "Column":
        theirs = _values(other)
        if isinstance(theirs, int) and theirs == 0:
            return self
        if isinstance(self.values, int) and self.values == 0:
            return Column(theirs)
        return Column(self.values + theirs)

    __radd__ = __add__

    def __sub__(self, other: "Column | int") -> "Column":
        theirs = _values(other)
        return self if isinstance(theirs, int) and theirs == 0 else Column(self.values - theirs)

    def __rsub__(self, other: int) -> "Column":
        return Column(other - self.values)

    def __neg__(self) -> "Column":
        return Column(-self.values)

    def __mul__(self, other: "Column | int") -> "Column":
        ours, theirs = self.values, _values(other)
        for one, another in ((ours, theirs), (theirs, ours)):
            if isinstance(one, int) and one in (0, 1):
                return Column(another if one else 0)
        return Column(ours * theirs)

    __rmul__ = __mul__

    def __floordiv__(self, other: "Column | int") -> "Column":
        return Column(self.values // _values(other))

    def __lt__(self, other: "Column | int") -> Choice:
        return self.values < _values(other)

    def __le__(self, other: "Column | int") -> Choice:
        return self.values <= _values(other)

    def __gt__(self, other: "Column | int") -> Choice:
        return self.values > _values(other)

    def __ge__(self, other: "Column | int") -> Choice:
        return self.values >= _values(other)


def _values(of: Column | int) -> Rows | int:
    return of.values if isinstance(of, Column) else of


def as_rows(numbers: Sequence[int]) -> Rows:
    """A short table of numbers."""
    return np.array(numbers, np.int64)


def smaller(one: Column | int, other: Column | int) -> Column:
    """Row by row the smaller of two."""
    ours, theirs = _values(one), _values(other)
    if isinstance(ours, int) and isinstance(theirs, int):
        return Column(min(ours, theirs))
    return Column(np.minimum(*_both_rows(ours, theirs)))


def larger(one: Column | int, other: Column | int) -> Column:
    """Row by row the larger of two."""
    ours, theirs = _values(one), _values(other)
    if isinstance(ours, int) and isinstance(theirs, int):
        return Column(max(ours, theirs))
    return Column(np.maximum(*_both_rows(ours, theirs)))


def _both_rows(one: Rows | int, other: Rows | int) -> tuple[Rows, Rows]:
    """One of them has rows."""
    if isinstance(one, int):
        rows = cast("Rows", other)
        return _repeated(one, rows.size), rows
    return one, _repeated(other, one.size) if isinstance(other, int) else other


@lru_cache(maxsize=64)
def _repeated(number: int, rows: int) -> Rows:
    """One number as rows: with rows numpy finds the smaller and the larger twice as quickly as with a number."""
    repeated = np.full(rows, number, np.int64)
    repeated.flags.writeable = False
    return repeated


def chosen(condition: Choice, then: Column | int, otherwise: Column | int) -> Column:
    """Row by row one of two."""
    ours, theirs = _values(then), _values(otherwise)
    if isinstance(condition, bool):
        return Column(ours if condition else theirs)
    return Column(np.where(condition, ours, theirs))


def beyond(one: Column, limit: Column | int) -> Column:
    """By how much one exceeds the other, or nothing: one pass less over memory than `larger` of a difference."""
    ours, theirs = one.values, _values(limit)
    if isinstance(theirs, int) and theirs == 0:
        return larger(one, 0)
    if isinstance(ours, int) and isinstance(theirs, int):
        return Column(max(ours - theirs, 0))
    left = np.subtract(ours, theirs)
    return Column(np.maximum(left, _repeated(0, left.size), out=left))


def part_of(one: Column, times: int, by: int) -> Column:
    """`one` times `times`, divided by `by`."""
    if isinstance(one.values, int):
        return Column(one.values * times // by)
    product = np.multiply(one.values, times)
    return Column(np.floor_divide(product, by, out=product))


def anything(of: Column) -> bool:
    """Whether any row is something else than nothing."""
    return bool(np.any(of.values))


def divided(of: Column, part: Column, whole: Column) -> Column:
    """`of` times `part` by `whole`, which is at least 1, all non-negative. Where a product passes 63 bits it is made in 128."""
    ours, parts, wholes = of.values, part.values, whole.values
    if isinstance(ours, int) and isinstance(parts, int) and isinstance(wholes, int):
        return Column(ours * parts // wholes)
    if int(np.max(ours, initial=0)) * int(np.max(parts, initial=0)) < 1 << 63:
        return Column(ours * parts // wholes)
    rows = np.broadcast_arrays(*(np.asarray(one, np.int64) for one in (ours, parts, wholes)))
    wide, by, through = (pl.Series(one).cast(pl.Int128) for one in rows)
    return Column((wide * by // through).cast(pl.Int64).to_numpy())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Brackets as tables to look up: `rates` and `lesses` begin with what holds below the first limit, and have one more."""

    limits: tuple[int, ...]
    rates: Rows
    lesses: Rows
    per: int


def looked_up(base: Rows, scale: Scale) -> Rows:
    """Base times the rate of its bracket, less what the brackets below were taxed less.

    The bracket is found by counting the limits passed, in bytes: quicker than a search, whose steps a processor cannot foresee.
    """
    place = np.zeros(base.shape, np.uint8)
    for limit in scale.limits:
        place += (base > limit).view(np.uint8)
    index = place.astype(np.intp)
    taxed = scale.rates.take(index, mode="clip")
    taxed *= base
    taxed -= scale.lesses.take(index, mode="clip")
    # A tax is never less than nothing, and numpy divides numbers without a sign in two thirds of the time.
    unsigned = taxed.view(np.uint64)
    np.floor_divide(unsigned, np.uint64(scale.per), out=unsigned)
    return taxed
