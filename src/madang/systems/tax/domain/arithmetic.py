"""Exact whole-number arithmetic, written once for one return and for millions of them.

A tax law is written as functions of `W`, which is `int` for one return and a `Column` for a table: the same operators, and each
figure is computed once, however often the law uses it. (As lazy expressions a law is a tree that doubles wherever a figure is
used twice: Korea's never ended.)
Amounts are whole minor units (for the won: won). Nothing here is ever a float: up to 9.2e18 every result is exact, so an amount
times a rate in ten-thousandths is safe up to 9e14.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, overload

from madang.systems.tax.domain.column import (
    Choice,
    Column,
    Scale,
    anything,
    as_rows,
    beyond,
    chosen,
    divided,
    larger,
    looked_up,
    part_of,
    smaller,
)

W = TypeVar("W", int, Column)
TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """What lies above `above` is taxed at `rate` ten-thousandths, up to where the next bracket begins."""

    above: int
    rate: int


def least(*, of: W, and_: W | int) -> W:
    """The smaller of two amounts."""
    if isinstance(of, Column):
        return smaller(of, and_)
    return min(of, and_)


def greatest(*, of: W, and_: W | int) -> W:
    """The larger of two amounts."""
    if isinstance(of, Column):
        return larger(of, and_)
    return max(of, and_)


def excess(*, of: W, over: W | int) -> W:
    """By how much one amount exceeds another; nothing where it does not."""
    if isinstance(of, Column):
        return beyond(of, over)
    return max(of - over, 0)


def share(*, of: W, rate: int, per: int = TEN_THOUSAND) -> W:
    """`rate` parts of `per` of a non-negative amount, what is below one unit cut off."""
    if isinstance(of, Column):
        return part_of(of, rate, per)
    return of * rate // per


def cut(*, amount: W, unit: int) -> W:
    """A non-negative amount without what lies below `unit` (in Korea ten won)."""
    return amount // unit * unit


@overload
def where(*, condition: bool, then: int, otherwise: int) -> int: ...
@overload
def where(*, condition: Choice, then: Column, otherwise: Column | int) -> Column: ...
def where(*, condition: Choice, then: int | Column, otherwise: int | Column) -> int | Column:
    """`then` where the condition holds, `otherwise` elsewhere."""
    if isinstance(then, Column) or isinstance(otherwise, Column) or not isinstance(condition, bool):
        return chosen(condition, then, otherwise)
    return then if condition else otherwise


def some(*, amount: W) -> bool:
    """Whether there is anything: of a table, in any of its rows."""
    return anything(amount) if isinstance(amount, Column) else amount != 0


def proportion(*, of: W, part: W, whole: W) -> W:
    """`of` times `part` by `whole`, all non-negative, what is below one unit cut off; nothing where `whole` is nothing.

    In a table a product is 128 bits wide where it must be, so that a tax times an income does not pass what 64 bits hold.
    """
    divisor = greatest(of=whole, and_=1)
    if isinstance(of, Column):
        return divided(of, part, divisor)
    return of * part // divisor


def progressive(*, base: W, brackets: Sequence[Bracket]) -> W:
    """The tax on a non-negative base by brackets, in rising order of `above`; what is below one unit is cut off at the end."""
    if isinstance(base, Column):
        return _of_rows(base, brackets)
    total, rate = base * 0, 0
    for bracket in brackets:
        total = total + excess(of=base, over=bracket.above) * (bracket.rate - rate)
        rate = bracket.rate
    return total // TEN_THOUSAND


def _of_rows(base: Column, brackets: Sequence[Bracket]) -> Column:
    """The same as bracket by bracket: within one the tax is base times rate, less what the brackets below were taxed less."""
    if isinstance(base.values, int):
        return Column(progressive(base=base.values, brackets=brackets))
    return Column(looked_up(base.values, _scale(tuple(brackets))))


@lru_cache(maxsize=256)
def _scale(brackets: tuple[Bracket, ...]) -> Scale:
    below, rates, lesses = 0, [0], [0]
    for bracket in brackets:
        lesses.append(lesses[-1] + bracket.above * (bracket.rate - below))
        rates.append(bracket.rate)
        below = bracket.rate
    limits = tuple(one.above for one in brackets)
    return Scale(limits=limits, rates=as_rows(rates), lesses=as_rows(lesses), per=TEN_THOUSAND)
