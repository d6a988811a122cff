"""A batch of returns: millions of rows assessed by the functions that assess one, exact to the unit.

A table has the key column `taxpayer` and the facts of `IncomeFacts` or `VatFacts` as whole numbers; a fact without a column is
nothing. The result has the key, each step of the law under its code, and `tax`, `prepaid` and `payable`, all Int64.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from madang.framework.values import Fault
from madang.systems.tax.domain import income, vat
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.column import Column, Rows
from madang.systems.tax.domain.facts import columns, names_of

KEY = "taxpayer"
LARGEST = 900_000_000_000_000
"""All facts of a row together: up to here an amount times a rate in ten-thousandths fits in 63 bits."""
SHOWN = 5
ROW = "row"
BLOCK = 32_768
"""Rows that go through the law together: few enough that a figure is still in the cache when it is used."""


class BatchLaw(StrEnum):
    """By which law a batch is assessed."""

    INCOME = "income"
    VAT = "vat"


class BatchFaulty(Exception):
    """The table cannot be assessed; `faults` says all that is wrong with it. Nothing was made of it."""

    def __init__(self, *, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(fault.says for fault in faults))
        self.faults = faults


def fact_names(*, law: BatchLaw) -> tuple[str, ...]:
    """The columns that the law knows, besides the key."""
    return names_of(kind=income.IncomeFacts if law is BatchLaw.INCOME else vat.VatFacts)


def check(*, table: pl.LazyFrame, law: BatchLaw) -> int:
    """How many rows it has. Raises BatchFaulty with every fault of the columns, and where they are right, of the rows."""
    schema = table.collect_schema()
    faults = tuple(_of_columns(schema, fact_names(law=law)))
    if faults:
        raise BatchFaulty(faults=faults)
    known = [name for name in schema.names() if name != KEY]
    counted = table.select(_counts(known)).collect(engine="streaming").row(0, named=True)
    faults = tuple(_of_rows(table, known, counted))
    if faults:
        raise BatchFaulty(faults=faults)
    return int(counted["rows"])


def assess(
    *, table: pl.LazyFrame, law: BatchLaw, year: int, passed: Callable[[int], None] | None = None
) -> pl.LazyFrame:
    """The assessed table, lazily: nothing is computed before the caller collects or sinks it. `check` comes first.

    VAT is assessed under the law of the year's last day. `passed` is told how many rows went by, part by part.
    Raises SlotUnfilled, SlotNotApplicable, ParameterNotYetInForce.
    """
    if law is BatchLaw.INCOME:
        return assess_by(table=table, facts=income.IncomeFacts, passed=passed, assess=partial(_income, year=year))
    return assess_by(table=table, facts=vat.VatFacts, passed=passed, assess=partial(_vat, until=date(year, 12, 31)))


def assess_by(
    *,
    table: pl.LazyFrame,
    facts: type[Any],
    assess: Callable[[Any], Assessed[Any]],
    passed: Callable[[int], None] | None = None,
) -> pl.LazyFrame:
    """`assess` over parts of the table that stay in the processor's cache; `facts` is the class that it takes."""

    nothing = _assessed(table.collect_schema().to_frame(), facts, assess)

    def of_part(part: pl.DataFrame) -> pl.DataFrame:
        if passed is not None:
            passed(part.height)
        return _assessed(part, facts, assess)

    return table.map_batches(of_part, streamable=True, schema=nothing.schema)


def _income(facts: income.IncomeFacts[Any], year: int) -> Assessed[Any]:
    return income.assess_income(facts=facts, year=year)


def _vat(facts: vat.VatFacts[Any], until: date) -> Assessed[Any]:
    return vat.assess_vat(facts=facts, until=until)


def _assessed(part: pl.DataFrame, facts: type[Any], assess: Callable[[Any], Assessed[Any]]) -> pl.DataFrame:
    """What the result shows, in the order of the law: each block's figures written where they stand in the whole.

    All columns are one stretch of memory. So even a small part is large enough that numpy asks for huge pages, and new memory
    costs a sixth of what it costs in small ones.
    """
    given = {name: _rows(part[name]) for name in names_of(kind=facts) if name in part.columns}
    made: dict[str, Rows] = {}
    for start in range(0, max(part.height, 1), BLOCK):
        block = slice(start, start + BLOCK)
        assessed = assess(columns(kind=facts, table={name: rows[block] for name, rows in given.items()}))
        shown = dict(_shown(assessed))
        if not made:
            made = dict(zip(shown, np.empty((len(shown), part.height), np.int64), strict=True))
        for code, rows in made.items():
            rows[block] = shown[code].values
    return pl.DataFrame([part[KEY], *(pl.Series(code, rows) for code, rows in made.items())])


def _shown(assessed: Assessed[Column]) -> Iterator[tuple[str, Column]]:
    yield from ((step.code, step.amount) for step in assessed.steps)
    yield from (("tax", assessed.tax), ("prepaid", assessed.prepaid), ("payable", assessed.payable))


def _rows(series: pl.Series) -> Rows:
    """Without a copy where they are Int64 already. Raises ValueError where one is empty: `check` comes first."""
    return series.cast(pl.Int64).rechunk().to_numpy(allow_copy=False)


def faulty_rows(*, table: pl.LazyFrame, law: BatchLaw) -> pl.DataFrame:
    """Each faulty cell of a table with right columns: `row` (from 1), `taxpayer`, `column`, `fault`."""
    known = [name for name in table.collect_schema().names() if name in fact_names(law=law)]
    numbered = table.with_row_index(ROW, offset=1)
    parts = [
        numbered.filter(wrong).select(
            pl.col(ROW), pl.col(KEY).cast(pl.String), pl.lit(name).alias("column"), pl.lit(code).alias("fault")
        )
        for name, code, wrong in _rules(known)
    ]
    return pl.concat(parts).collect().sort(ROW, "column")


def _of_columns(schema: pl.Schema, known: Sequence[str]) -> Iterator[Fault]:
    if KEY not in schema:
        yield Fault(KEY, f"The column {KEY} is missing: it names whose return a row is.", "tax.batch.key_missing")
    elif not (schema[KEY].is_integer() or schema[KEY] == pl.String):
        yield Fault(KEY, f"The column {KEY} is {schema[KEY]}: give text or whole numbers.", "tax.batch.key_type")
    for name, kind in schema.items():
        if name == KEY:
            continue
        if name not in known:
            yield Fault(name, f"The column {name} is no fact of this law.", "tax.batch.unknown_column")
        elif not kind.is_integer() or kind == pl.Int128:
            says = f"The column {name} is {kind}: give whole minor units (Int64)."
            yield Fault(name, says, "tax.batch.not_whole")


def _rules(known: Sequence[str]) -> Iterator[tuple[str, str, pl.Expr]]:
    """Column, code and which rows break the rule."""
    yield KEY, "tax.batch.key_empty", pl.col(KEY).is_null()
    yield KEY, "tax.batch.key_twice", pl.col(KEY).is_duplicated() & pl.col(KEY).is_not_null()
    for name in known:
        yield name, "tax.batch.empty", pl.col(name).is_null()
        yield name, "tax.batch.negative", pl.col(name) < 0
        yield name, "tax.batch.too_large", pl.col(name) > LARGEST
    if known:
        together = pl.sum_horizontal(_bounded(name) for name in known)
        single = pl.all_horizontal(pl.col(name).fill_null(0) <= LARGEST for name in known)
        yield "*", "tax.batch.too_large", single & (together > LARGEST)


def _bounded(name: str) -> pl.Expr:
    """So that the sum of many absurd amounts is still a number; unsigned ones above 63 bits, too."""
    return pl.col(name).clip(0, LARGEST).cast(pl.Int64)


_SAYS = {
    "tax.batch.key_empty": "no key stands",
    "tax.batch.key_twice": "the same key stands more than once",
    "tax.batch.empty": "nothing stands (write 0)",
    "tax.batch.negative": "the amount is less than nothing",
    "tax.batch.too_large": f"the amounts are more than {LARGEST:,}",
}


def _counts(known: Sequence[str]) -> list[pl.Expr]:
    """One pass over all rows. Keys that stand twice are counted by how many different ones there are."""
    counts = [pl.len().alias("rows"), pl.col(KEY).drop_nulls().n_unique().alias("keys")]
    for name, code, wrong in _rules(known):
        if code != "tax.batch.key_twice":
            counts.append(wrong.sum().alias(f"{name} {code}"))
    return counts


def _of_rows(table: pl.LazyFrame, known: Sequence[str], counted: dict[str, int]) -> Iterator[Fault]:
    twice = counted["rows"] - counted[f"{KEY} tax.batch.key_empty"] - counted["keys"]
    for name, code, wrong in _rules(known):
        count = twice if code == "tax.batch.key_twice" else counted[f"{name} {code}"]
        if count:
            rows = table.with_row_index(ROW, offset=1).filter(wrong).select(ROW).head(SHOWN).collect()[ROW]
            yield Fault(name, _sentence(name, code, count, rows.to_list()), code)


def _sentence(name: str, code: str, count: int, rows: Sequence[int]) -> str:
    where = ", ".join(f"{row:,}" for row in rows)
    column = "All columns together" if name == "*" else f"Column {name}"
    of = "too many" if code == "tax.batch.key_twice" else "rows"
    more = "" if count <= len(rows) else f" and others, {count:,} {of} in all"
    return f"{column}: {_SAYS[code]} in row {where}{more}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a batch came to."""

    rows: int
    tax: int
    payable: int
    refunds: int


def told(*, result: pl.LazyFrame) -> Told:
    """Rows and sums of an assessed table. A sum beyond 63 bits is told, too: it is summed in 128."""
    payable = pl.col("payable")
    row = (
        result.select(
            rows=pl.len(),
            tax=pl.col("tax").cast(pl.Int128).sum(),
            payable=payable.clip(lower_bound=0).cast(pl.Int128).sum(),
            refunds=payable.clip(upper_bound=0).cast(pl.Int128).sum(),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    return Told(**{name: int(value or 0) for name, value in row.items()})
