"""What sellers say they invoiced beside what buyers deduct, over a whole country, month by month.

Both sides are tables of `LINE`. A month's lines are joined by approval number, and what has no partner there by parties, month
and amount. What still stands alone meets the other months' at the end, so that an invoice of January that is deducted in March
is no finding. Nothing is a float, and every finding keeps the rows that it rests on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from madang.systems.tax.domain.risk_words import FindingKind

LINE = {
    "number": pl.String,
    "seller": pl.String,
    "buyer": pl.String,
    "issued_on": pl.Date,
    "minor": pl.Int64,
    "tax_minor": pl.Int64,
    "state": pl.String,
}
"""One invoice as one side tells it; `minor` without tax, `state` is `valid` or `cancelled`."""
CANCELLED = "cancelled"
FOUND = {
    "kind": pl.String,
    "subject": pl.String,
    "month": pl.Date,
    **LINE,
    "other_minor": pl.Int64,
    "other_tax": pl.Int64,
}
"""A row of evidence: the line, whom it speaks against, and what the other side said of it (null where it said nothing)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """How many lines agreed, and each that did not."""

    agreed: int
    by_parties: int
    """Of these, how many agreed by parties, month and amount alone: the number was mistyped."""
    found: pl.DataFrame


def months_of(*, lines: pl.LazyFrame) -> list[date]:
    """The months in which lines were issued, in order."""
    months = lines.select(pl.col("issued_on").dt.month_start().unique()).collect(engine="streaming")
    return sorted(months["issued_on"].to_list())


def match(
    *, sold: pl.LazyFrame, bought: pl.LazyFrame, months: Sequence[date], passed: Callable[[date], None] | None = None
) -> Matched:
    """Join both sides over all `months`. Memory holds one month and what stood alone in the months before."""
    agreed = by_parties = 0
    nothing = pl.DataFrame(schema=LINE)
    parts, lonely_sold, lonely_bought = [pl.DataFrame(schema=FOUND)], [nothing], [nothing]
    for month in months:
        ours, theirs = _of_month(sold, month), _of_month(bought, month)
        one = _joined(ours, theirs)
        agreed += one.agreed
        by_parties += one.by_parties
        parts.append(one.found)
        lonely_sold.append(one.sold)
        lonely_bought.append(one.bought)
        if passed is not None:
            passed(month)
    late = _by_number(pl.concat(lonely_sold), pl.concat(lonely_bought))
    parts += [late.found, *_one_sided(late.sold, late.bought)]
    return Matched(agreed=agreed + late.agreed, by_parties=by_parties, found=pl.concat(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    agreed: int
    by_parties: int = 0
    found: pl.DataFrame
    sold: pl.DataFrame
    bought: pl.DataFrame


def _of_month(lines: pl.LazyFrame, month: date) -> pl.DataFrame:
    day = pl.col("issued_on")
    following = pl.lit(month).dt.offset_by("1mo")
    return lines.select(*LINE).filter((day >= month) & (day < following)).collect(engine="streaming")


def _joined(sold: pl.DataFrame, bought: pl.DataFrame) -> _Part:
    again = bought.filter(~pl.col("number").is_first_distinct() & (pl.col("state") != CANCELLED))
    first = _by_number(sold.unique("number", keep="first"), bought.unique("number", keep="first"))
    parties = ["seller", "buyer", "minor", "tax_minor"]
    # Each of several equal invoices meets one partner: the n-th the n-th.
    ours, theirs = (_numbered(side, parties) for side in (first.sold, first.bought))
    keys = [*parties, "place", "state"]
    met = ours.join(theirs, on=keys, how="semi")
    return _Part(
        agreed=first.agreed + met.height,
        by_parties=met.height,
        found=pl.concat([first.found, _alone(again, FindingKind.DEDUCTED_TWICE)]),
        sold=ours.join(theirs, on=keys, how="anti").select(*LINE),
        bought=theirs.join(ours, on=keys, how="anti").select(*LINE),
    )


def _numbered(lines: pl.DataFrame, parties: list[str]) -> pl.DataFrame:
    within = [*parties, "state"]
    return lines.sort("issued_on", "number").with_columns(place=pl.int_range(pl.len()).over(within))


def _by_number(sold: pl.DataFrame, bought: pl.DataFrame) -> _Part:
    both = sold.join(bought, on="number", how="inner", suffix="_other")
    same_parties = (pl.col("seller") == pl.col("seller_other")) & (pl.col("buyer") == pl.col("buyer_other"))
    same_sums = (pl.col("minor") == pl.col("minor_other")) & (pl.col("tax_minor") == pl.col("tax_minor_other"))
    gone = (pl.col("state") == CANCELLED) & (pl.col("state_other") != CANCELLED)
    wrong = gone | ~(same_parties & same_sums)
    disagreed = both.filter(wrong)
    kind = (
        pl.when(gone)
        .then(pl.lit(FindingKind.CANCELLED_AFTER_DEDUCTION.value))
        .otherwise(pl.lit(FindingKind.DIFFERING.value))
    )
    found = disagreed.select(
        *[pl.col(name) for name in LINE],
        kind=kind,
        subject=pl.col("buyer_other"),
        month=pl.col("issued_on").dt.month_start(),
        other_minor=pl.col("minor_other"),
        other_tax=pl.col("tax_minor_other"),
    ).select(*FOUND)
    return _Part(
        agreed=both.height - disagreed.height,
        found=found,
        sold=sold.join(bought, on="number", how="anti"),
        bought=bought.join(sold, on="number", how="anti"),
    )


def _one_sided(sold: pl.DataFrame, bought: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield _alone(bought, FindingKind.NOT_SOLD)
    yield _alone(sold, FindingKind.NOT_CLAIMED)


def _alone(lines: pl.DataFrame, kind: FindingKind) -> pl.DataFrame:
    """What is cancelled and stands alone asks nobody anything."""
    nothing = pl.lit(None, dtype=pl.Int64)
    return (
        lines.filter(pl.col("state") != CANCELLED)
        .select(
            *[pl.col(name) for name in LINE],
            kind=pl.lit(kind.value),
            subject=pl.col("buyer"),
            month=pl.col("issued_on").dt.month_start(),
            other_minor=nothing,
            other_tax=nothing,
        )
        .select(*FOUND)
    )
