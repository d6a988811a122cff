"""Exact whole-number arithmetic, written once for one return and for millions of them.

A tax law is written as functions of `W`, which is `int` for one return and a column of Int64 (`pl.Series`) for a table: the
same operators, and each figure is computed once, however often the law uses it. (As lazy expressions a law is a tree that
doubles wherever a figure is used twice: Korea's never ended.)
Amounts are whole minor units (for the won: won). Nothing here is ever a float: up to 9.2e18 every result is exact, so an amount
times a rate in ten-thousandths is safe up to 9e14.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

import polars as pl

W = TypeVar("W", int, pl.Series)
TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """What lies above `above` is taxed at `rate` ten-thousandths, up to where the next bracket begins."""

    above: int
    rate: int


def least(*, of: W, and_: W | int) -> W:
    """The smaller of two amounts."""
    if isinstance(of, pl.Series):
        return _chosen(of < and_, of, and_)
    return min(of, and_)


def greatest(*, of: W, and_: W | int) -> W:
    """The larger of two amounts."""
    if isinstance(of, pl.Series):
        return _chosen(of > and_, of, and_)
    return max(of, and_)


def excess(*, of: W, over: W | int) -> W:
    """By how much one amount exceeds another; nothing where it does not."""
    return greatest(of=of - over, and_=0)


def share(*, of: W, rate: int, per: int = TEN_THOUSAND) -> W:
    """`rate` parts of `per` of a non-negative amount, what is below one unit cut off."""
    return of * rate // per


def cut(*, amount: W, unit: int) -> W:
    """A non-negative amount without what lies below `unit` (in Korea ten won)."""
    return amount // unit * unit


@overload
def where(*, condition: bool, then: int, otherwise: int) -> int: ...
@overload
def where(*, condition: bool | pl.Series, then: pl.Series, otherwise: pl.Series | int) -> pl.Series: ...
def where(*, condition: bool | pl.Series, then: int | pl.Series, otherwise: int | pl.Series) -> int | pl.Series:
    """`then` where the condition holds, `otherwise` elsewhere."""
    if isinstance(condition, pl.Series):
        return _chosen(condition, then, otherwise)
    return then if condition else otherwise


def some(*, amount: W) -> bool:
    """Whether there is anything: of a table, in any of its rows."""
    return bool((amount != 0).any()) if isinstance(amount, pl.Series) else amount != 0


def proportion(*, of: W, part: W, whole: W) -> W:
    """`of` times `part` by `whole`, all non-negative, what is below one unit cut off; nothing where `whole` is nothing.

    The product is 128 bits wide in a table, so that a tax times an income does not pass what 64 bits hold.
    """
    divisor = greatest(of=whole, and_=1)
    if isinstance(of, pl.Series):
        return (of.cast(pl.Int128) * part // divisor).cast(pl.Int64)
    return of * part // divisor


def progressive(*, base: W, brackets: Sequence[Bracket]) -> W:
    """The tax on a non-negative base by brackets, in rising order of `above`; what is below one unit is cut off at the end."""
    if isinstance(base, pl.Series):
        return _looked_up(base, brackets)
    total, rate = base * 0, 0
    for bracket in brackets:
        total = total + excess(of=base, over=bracket.above) * (bracket.rate - rate)
        rate = bracket.rate
    return total // TEN_THOUSAND


def _chosen(condition: pl.Series, then: int | pl.Series, otherwise: int | pl.Series) -> pl.Series:
    """One of two columns, row by row; a column of one row stands for as many as the others have."""
    ours, theirs = (
        one if isinstance(one, pl.Series) else pl.Series([one], dtype=pl.Int64) for one in (then, otherwise)
    )
    if len(condition) == 1:
        return ours if condition[0] else theirs
    if len(ours) == 1:
        ours = ours.new_from_index(0, len(condition))
    return ours.zip_with(condition, theirs)


def _looked_up(base: pl.Series, brackets: Sequence[Bracket]) -> pl.Series:
    """The same as bracket by bracket: within one the tax is base times rate, less what the brackets below were taxed less."""
    below, rates, lesses = 0, [0], [0]
    for bracket in brackets:
        lesses.append(lesses[-1] + bracket.above * (bracket.rate - below))
        rates.append(bracket.rate)
        below = bracket.rate
    place = pl.Series([one.above for one in brackets], dtype=pl.Int64).search_sorted(base)
    rate, less = (pl.Series(one, dtype=pl.Int64).gather(place) for one in (rates, lesses))
    return (base * rate - less) // TEN_THOUSAND
