"""A batch comes out as each of its returns would alone, and a faulty table is refused whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.law import use_country
from madang.systems.tax.domain import income, vat
from madang.systems.tax.domain.batch import (
    BLOCK,
    LARGEST,
    BatchFaulty,
    BatchLaw,
    assess,
    check,
    fact_names,
    faulty_rows,
    told,
)

COUNTS = {"spouse", "children", "newborns", "newborn_first", "married", "e_filed", "simplified", "restaurant", "months"}


@pytest.fixture(autouse=True, scope="module")
def law_of_korea() -> Iterator[None]:
    with use_country("kr"):
        yield


def some_returns(law: BatchLaw) -> st.SearchStrategy[list[dict[str, int]]]:
    def amount(name: str) -> st.SearchStrategy[int]:
        return st.integers(0, 1 if name in COUNTS else 3_000_000_000)

    names = st.lists(st.sampled_from(fact_names(law=law)), min_size=1, max_size=6, unique=True)
    return names.flatmap(
        lambda chosen: st.lists(st.fixed_dictionaries({name: amount(name) for name in chosen}), min_size=1, max_size=4)
    )


def table_of(returns: list[dict[str, int]]) -> pl.LazyFrame:
    keyed = [{"taxpayer": f"P{place}", **amounts} for place, amounts in enumerate(returns)]
    return pl.LazyFrame(keyed, schema_overrides=dict.fromkeys(returns[0], pl.Int64))


@settings(max_examples=15, deadline=None)
@given(some_returns(BatchLaw.INCOME))
def test_income_of_many_comes_out_as_of_each(returns: list[dict[str, int]]) -> None:
    table = table_of(returns)
    check(table=table, law=BatchLaw.INCOME)
    rows = assess(table=table, law=BatchLaw.INCOME, year=2025).collect()
    assert set(rows.drop("taxpayer").dtypes) == {pl.Int64}
    for row, amounts in zip(rows.rows(named=True), returns, strict=True):
        alone = income.assess_income(facts=income.from_amounts(amounts), year=2025)
        assert {step.code: row[step.code] for step in alone.steps} == {step.code: step.amount for step in alone.steps}
        assert (row["tax"], row["prepaid"], row["payable"]) == (alone.tax, alone.prepaid, alone.payable)


@settings(max_examples=15, deadline=None)
@given(some_returns(BatchLaw.VAT))
def test_vat_of_many_comes_out_as_of_each(returns: list[dict[str, int]]) -> None:
    rows = assess(table=table_of(returns), law=BatchLaw.VAT, year=2025).collect()
    for row, amounts in zip(rows.rows(named=True), returns, strict=True):
        alone = vat.assess_vat(facts=vat.from_amounts(amounts), until=date(2025, 12, 31))
        assert (row["tax"], row["prepaid"], row["payable"]) == (alone.tax, alone.prepaid, alone.payable)


def test_narrow_columns_are_widened_before_the_law_counts() -> None:
    """In 32 bits two billion won times a rate would be nonsense."""
    table = pl.LazyFrame({"taxpayer": [1], "wages": [2_000_000_000]}, schema={"taxpayer": pl.Int64, "wages": pl.Int32})
    alone = income.assess_income(facts=income.from_amounts({"wages": 2_000_000_000}), year=2025)
    assert assess(table=table, law=BatchLaw.INCOME, year=2025).collect()["tax"].to_list() == [alone.tax]


def test_a_table_of_many_blocks_is_whole_and_in_its_order() -> None:
    """More rows than two blocks; the law of each is that of one return."""
    wages = [place * 4_001 for place in range(2 * BLOCK + 3)]
    table = pl.LazyFrame({"taxpayer": range(len(wages)), "wages": wages})
    rows = assess(table=table, law=BatchLaw.INCOME, year=2025).collect(engine="in-memory")
    assert rows["taxpayer"].to_list() == list(range(len(wages)))
    for place in (0, BLOCK - 1, BLOCK, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 2):
        alone = income.assess_income(facts=income.from_amounts({"wages": wages[place]}), year=2025)
        assert rows["payable"][place] == alone.payable


def test_progress_is_told_and_the_sums_are_those_of_the_rows(tmp_path: Path) -> None:
    passed: list[int] = []
    table = table_of([{"wages": place * 1_000_000} for place in range(200)])
    assess(table=table, law=BatchLaw.INCOME, year=2025, passed=passed.append).sink_parquet(tmp_path / "out.parquet")
    rows = pl.read_parquet(tmp_path / "out.parquet")
    sums = told(result=rows.lazy())
    assert sum(passed) == sums.rows == 200
    assert sums.tax == rows["tax"].sum()
    assert sums.payable + sums.refunds == rows["payable"].sum()


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ({"wages": [1]}, {"tax.batch.key_missing"}),
        ({"taxpayer": [1.5], "wages": [1]}, {"tax.batch.key_type"}),
        (
            {"taxpayer": ["a"], "wages": [1.0], "spouse": [True], "salary": [1], "interest": ["1"]},
            {"tax.batch.not_whole", "tax.batch.unknown_column"},
        ),
    ],
)
def test_every_faulty_column_is_told(columns: dict[str, list[object]], codes: set[str]) -> None:
    with pytest.raises(BatchFaulty) as refused:
        check(table=pl.LazyFrame(columns), law=BatchLaw.INCOME)
    assert {fault.code for fault in refused.value.faults} == codes
    assert {fault.place for fault in refused.value.faults} >= set(columns) - {"taxpayer", "wages"}


def test_every_faulty_row_is_told_and_listed() -> None:
    table = pl.LazyFrame(
        {
            "taxpayer": ["a", "b", "a", None, "e", "f"],
            "wages": [1, -1, None, 4, LARGEST, LARGEST + 1],
            "interest": [0, 0, 0, 0, 1, 2**63],
        },
        schema_overrides={"interest": pl.UInt64},
    )
    with pytest.raises(BatchFaulty) as refused:
        check(table=table, law=BatchLaw.INCOME)
    assert {(fault.place, fault.code.rpartition(".")[2]) for fault in refused.value.faults} == {
        ("taxpayer", "key_empty"),
        ("taxpayer", "key_twice"),
        ("wages", "empty"),
        ("wages", "negative"),
        ("wages", "too_large"),
        ("interest", "too_large"),
        ("*", "too_large"),
    }
    listed = faulty_rows(table=table, law=BatchLaw.INCOME)
    assert [(row, column) for row, _key, column, _fault in listed.rows()] == [
        (1, "taxpayer"),
        (2, "wages"),
        (3, "taxpayer"),
        (3, "wages"),
        (4, "taxpayer"),
        (5, "*"),
        (6, "interest"),
        (6, "wages"),
    ]


def test_a_thousand_returns_at_the_largest_amount_are_still_exact() -> None:
    table = table_of([{"wages": LARGEST - place} for place in range(1000)])
    check(table=table, law=BatchLaw.INCOME)
    taxes = assess(table=table, law=BatchLaw.INCOME, year=2025).collect()["tax"].to_list()
    assert taxes[:2] == [
        income.assess_income(facts=income.from_amounts({"wages": LARGEST - place}), year=2025).tax for place in (0, 1)
    ]
