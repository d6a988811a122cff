"""Traders that sell much, pay nothing over, and are young or gone: the missing trader of a carousel."""

from dataclasses import dataclass
from datetime import date

import polars as pl

TRADER = {
    "trader": pl.String,
    "registered_on": pl.Date,
    "closed_on": pl.Date,
    "filed_tax": pl.Int64,
}
"""What the registers say of a trader for the period; `filed_tax` is the tax on its sales that it declared. A trader that
no register knows is in no row."""
MISSING = {
    "trader": pl.String,
    "sales": pl.Int64,
    "sales_tax": pl.Int64,
    "bought": pl.Int64,
    "buyers": pl.UInt32,
    "filed_tax": pl.Int64,
    "days_known": pl.Int64,
    "gone": pl.Boolean,
    "unknown": pl.Boolean,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLimits:
    """From where on a trader counts as missing."""

    least_tax: int
    """Tax on its invoices in the period, at least."""
    filed_percent: int
    """Of that tax it declared less than so many parts of a hundred."""
    young_days: int
    """So many days after its registration it still counts as young on the period's first sale."""


def missing_traders(*, sold: pl.LazyFrame, traders: pl.LazyFrame, until: date, limits: MissingLimits) -> pl.DataFrame:
    """Who sells much, declared little, and is young, gone by `until`, or in no register; the most tax first."""
    valid = sold.filter(pl.col("state") != "cancelled")
    sales = valid.group_by(pl.col("seller").alias("trader")).agg(
        sales=pl.col("minor").sum(),
        sales_tax=pl.col("tax_minor").sum(),
        buyers=pl.col("buyer").n_unique(),
        first_on=pl.col("issued_on").min(),
    )
    much = sales.filter(pl.col("sales_tax") >= limits.least_tax).collect(engine="streaming")
    known = (
        much.lazy()
        .join(traders.select(*TRADER), on="trader", how="left")
        .with_columns(
            unknown=pl.col("registered_on").is_null(),
            filed_tax=pl.col("filed_tax").fill_null(0),
            days_known=(pl.col("first_on") - pl.col("registered_on")).dt.total_days().fill_null(0),
            gone=(pl.col("closed_on") <= until).fill_null(value=False),
        )
    )
    little = pl.col("filed_tax") * 100 < pl.col("sales_tax") * limits.filed_percent
    suspect = pl.col("unknown") | pl.col("gone") | (pl.col("days_known") < limits.young_days)
    missing = known.filter(little & suspect).collect()
    bought = (
        valid.join(missing.lazy().select("trader"), left_on="buyer", right_on="trader", how="semi")
        .group_by(pl.col("buyer").alias("trader"))
        .agg(bought=pl.col("minor").sum())
        .collect(engine="streaming")
    )
    return (
        missing.join(bought, on="trader", how="left")
        .with_columns(pl.col("bought").fill_null(0))
        .select(*MISSING)
        .sort("sales_tax", "trader", descending=[True, False])
    )
