"""One return and a table of them come out alike, to the unit."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.tax.domain.arithmetic import (
    Bracket,
    W,
    cut,
    excess,
    greatest,
    least,
    progressive,
    proportion,
    share,
    where,
)
from madang.systems.tax.domain.column import Column

AMOUNTS = st.integers(min_value=0, max_value=9 * 10**14)
# Income Tax Act (Korea) art. 55, from 2023: 6 % to 14,000,000 won, 15 % to 50,000,000 won, 24 % to 88,000,000 won.
BRACKETS = (
    Bracket(above=0, rate=600),
    Bracket(above=14_000_000, rate=1500),
    Bracket(above=50_000_000, rate=2400),
    Bracket(above=88_000_000, rate=3500),
)


def test_brackets_give_the_sums_that_the_article_itself_states() -> None:
    """Art. 55 states the tax at each step: 840,000 at 14 million, 6,240,000 at 50 million, 15,360,000 at 88 million won."""
    assert [progressive(base=base, brackets=BRACKETS) for base in (14_000_000, 50_000_000, 88_000_000)] == [
        840_000,
        6_240_000,
        15_360_000,
    ]


# The whole schedule of art. 55 since 2023, and art. 47's deduction for wages, whose rates fall.
WHOLE = (
    *BRACKETS,
    Bracket(above=150_000_000, rate=3800),
    Bracket(above=300_000_000, rate=4000),
    Bracket(above=500_000_000, rate=4200),
    Bracket(above=1_000_000_000, rate=4500),
)
WAGES = tuple(
    Bracket(above=above, rate=rate)
    for above, rate in ((0, 7000), (5_000_000, 4000), (15_000_000, 1500), (45_000_000, 500), (100_000_000, 200))
)


def column(amounts: Sequence[int]) -> Column:
    return Column(np.array(amounts, np.int64))


@pytest.mark.parametrize("brackets", [WHOLE, WAGES])
def test_a_table_is_exact_on_both_sides_of_every_bracket(brackets: Sequence[Bracket]) -> None:
    """One return is the plain sum over brackets in Python's whole numbers; 9e14 is the largest amount of a batch."""
    edges = [one.above + beside for one in brackets for beside in (-1, 0, 1)] + [900_000_000_000_000]
    rows = progressive(base=column(edges), brackets=brackets).values
    assert np.asarray(rows).tolist() == [progressive(base=edge, brackets=brackets) for edge in edges]


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_a_table_comes_out_as_each_of_its_rows(amounts: list[int]) -> None:
    assert rows_of(column(amounts), len(amounts)) == [figures(one) for one in amounts]


@given(AMOUNTS, st.integers(1, 3))
def test_what_is_the_same_in_every_row_comes_out_as_one_return(amount: int, rows: int) -> None:
    assert rows_of(Column(amount), rows) == [figures(amount)] * rows


def rows_of(base: Column, height: int) -> list[tuple[int, ...]]:
    made = [np.broadcast_to(np.asarray(one.values), height).tolist() for one in figures(base)]
    return list(zip(*made, strict=True))


def figures(base: W) -> tuple[W, ...]:
    """Every operator and function that a law may use."""
    return (
        progressive(base=base, brackets=WHOLE),
        share(of=base, rate=333),
        cut(amount=base, unit=10),
        least(of=base, and_=5_000),
        greatest(of=5_000 - base, and_=base // 2),
        excess(of=base, over=5_000),
        excess(of=base, over=0),
        where(condition=base > 5_000, then=base, otherwise=base * 0 + 1),
        where(condition=(base >= 7) & (base < 100), then=base * 0, otherwise=-base),
        base * 1 - base * base.__class__(0),
        0 + base + base * 0,
    )


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=10))
def test_a_proportion_is_exact_where_its_product_passes_what_64_bits_hold(rows: list[tuple[int, int, int]]) -> None:
    of, part, whole = ([max(row) if place == 2 else row[place] for row in rows] for place in range(3))
    made = proportion(of=column(of), part=column(part), whole=column(whole)).values
    assert np.asarray(made).tolist() == [
        proportion(of=one, part=other, whole=all_) for one, other, all_ in zip(of, part, whole, strict=True)
    ]
