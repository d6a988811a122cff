"""One return and a table of them come out alike, to the unit."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.tax.domain.arithmetic import Bracket, cut, excess, greatest, least, progressive, share, where

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


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_a_table_comes_out_as_each_of_its_rows(amounts: list[int]) -> None:
    base, one = pl.Series("base", amounts, dtype=pl.Int64), pl.Series([1])
    table = pl.DataFrame(
        {
            "tax": progressive(base=base, brackets=BRACKETS),
            "share": share(of=base, rate=333),
            "cut": cut(amount=base, unit=10),
            "low": least(of=base, and_=5_000),
            "high": greatest(of=base, and_=5_000),
            "over": excess(of=base, over=5_000),
            "chosen": where(condition=base > 5_000, then=base, otherwise=one),
        }
    )
    assert greatest(of=one, and_=base).to_list() == [max(1, each) for each in amounts]
    assert where(condition=one > 0, then=one, otherwise=base).to_list() == [1]
    assert set(table.dtypes) == {pl.Int64}
    assert table.rows() == [
        (
            progressive(base=one, brackets=BRACKETS),
            share(of=one, rate=333),
            cut(amount=one, unit=10),
            least(of=one, and_=5_000),
            greatest(of=one, and_=5_000),
            excess(of=one, over=5_000),
            where(condition=one > 5_000, then=one, otherwise=1),
        )
        for one in amounts
    ]
