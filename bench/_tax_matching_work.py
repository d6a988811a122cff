"""The work of `tax_matching`, a process a step. Prints one JSON object.

python _tax_matching_work.py make FOLDER LINES     both sides' lines as Parquet, one file a month, in no order
python _tax_matching_work.py match FOLDER          match, find circles and missing traders, compare with what was planted
python _tax_matching_work.py read FOLDER           read all lines once and count them by seller
"""

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl

MONTHS = [date(2025, month, 1) for month in range(1, 13)]
TRADERS = 600_000
RINGS, MISSING = 5, 10
"""A month's rings of three to seven traders; the year's missing traders."""
UNMATCHED = {"not_sold": 3001, "not_claimed": 2003, "differing": 1009, "cancelled_after_deduction": 5003}
"""One of so many lines, by the remainder of its place; primes, so that few places are two things, and the first counts."""


def make(folder: str, lines: str) -> dict[str, object]:
    """Everything follows from a line's place: the same lines in every run."""
    a_month = int(lines) // 2 // len(MONTHS)
    for place, month in enumerate(MONTHS):
        rows = _month_of(a_month, place, month)
        sold = rows.filter(pl.col("what") != "not_sold").with_columns(
            state=pl.when(pl.col("what") == "cancelled_after_deduction").then(pl.lit("cancelled")).otherwise("state")
        )
        bought = rows.filter(pl.col("what") != "not_claimed").with_columns(
            minor=pl.col("minor") + (pl.col("what") == "differing").cast(pl.Int64)
        )
        columns = ["number", "seller", "buyer", "issued_on", "minor", "tax_minor", "state"]
        rings = _rings(place, month) + _missing(place, month)
        planted = pl.DataFrame(rings, schema=rows.select(columns).schema, orient="row")
        pl.concat([sold.select(columns), planted]).write_parquet(f"{folder}/sold-{place:02}.parquet")
        # The buyers' side comes in another order.
        pl.concat([bought.select(columns), planted]).sort("number", descending=True).write_parquet(
            f"{folder}/bought-{place:02}.parquet"
        )
    return {"lines": a_month * 2 * len(MONTHS)}


def _month_of(count: int, month: int, start: date) -> pl.DataFrame:
    # Sellers sell upwards, to traders of a higher place, so that there are no circles but the planted ones.
    place = pl.int_range(0, count, dtype=pl.Int64)
    mixed = (place * 2_654_435_761 + month * 40_503) % 4_294_967_291
    seller = mixed % (TRADERS - 100_000)
    buyer = seller + 1 + (mixed // 7) % 99_000
    minor = 10_000 + (mixed * 31 + place * 7) % 50_000_000
    what = pl.lit("agree")
    for name, prime in UNMATCHED.items():
        what = pl.when(place % prime == 0).then(pl.lit(name)).otherwise(what)
    frame = (
        pl.select(place=place)
        .lazy()
        .select(
            number=pl.lit(start.strftime("%Y%m")) + _digits((place % 28 + 1), 2) + pl.lit("41000") + _digits(place, 11),
            seller=_digits(seller, 10),
            buyer=_digits(buyer, 10),
            issued_on=pl.lit(start).dt.offset_by(pl.format("{}d", place % 28)),
            minor=minor,
            tax_minor=minor // 10,
            state=pl.lit("valid"),
            what=what,
        )
    )
    return frame.collect()


def _digits(number: pl.Expr, width: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(width)


def _rings(month: int, start: date) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for ring in range(RINGS):
        size = 3 + ring
        for member in range(size):
            number = f"{start:%Y%m}1599R{month:02}{ring:02}{member:02}"
            seller, buyer = (f"R{month:02}{ring:03}{who % size:04}" for who in (member, member + 1))
            rows.append((number, seller, buyer, start, 800_000_000 + member, 80_000_000, "valid"))
    return rows


def _missing(month: int, start: date) -> list[tuple[object, ...]]:
    """Each sells to twenty traders in its one month."""
    if month >= MISSING:
        return []
    return [
        (
            f"{start:%Y%m}1599M{month:02}{buyer:04}",
            f"M{month:09}",
            f"{599_000 + buyer:010}",
            start,
            500_000_000,
            50_000_000,
            "valid",
        )
        for buyer in range(20)
    ]


def match(folder: str) -> dict[str, object]:
    """What a nightly run does, timed, and what it missed or invented."""
    from madang.systems.tax.domain.circles import CircleLimits, circles, edges_of
    from madang.systems.tax.domain.matching import match as match_lines
    from madang.systems.tax.domain.missing_traders import MissingLimits, missing_traders

    began, cpu = time.perf_counter(), time.process_time()
    sold, bought = (pl.scan_parquet(f"{folder}/{side}-*.parquet") for side in ("sold", "bought"))
    result = match_lines(sold=sold, bought=bought, months=MONTHS)
    limits = CircleLimits(least_minor=100_000_000, share_percent=40, most_members=12)
    rings = []
    for month in MONTHS:
        following = pl.lit(month).dt.offset_by("1mo")
        part = sold.filter((pl.col("issued_on") >= month) & (pl.col("issued_on") < following))
        rings += circles(edges=edges_of(sold=part).collect(engine="streaming"), limits=limits)
    traders = _registered()
    gone = missing_traders(
        sold=sold,
        traders=traders,
        until=date(2026, 1, 25),
        limits=MissingLimits(least_tax=100_000_000, filed_percent=10, young_days=180),
    )
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    wrong, planted = _compared(folder, result.found, rings, gone)
    return {
        "seconds": seconds,
        "cpu": spent,
        "gigabytes": _gigabytes(),
        "found": result.found.height + len(rings) + gone.height,
        "agreed": result.agreed,
        "wrong": wrong,
        "planted": planted,
    }


def _registered() -> pl.LazyFrame:
    """Honest traders are old and filed much; the planted ones are three weeks old and filed nothing. Rings filed."""
    honest = pl.select(trader=_digits(pl.int_range(0, TRADERS, dtype=pl.Int64), 10)).with_columns(
        registered_on=pl.lit(date(2010, 1, 1)), filed_tax=pl.lit(10**12)
    )
    rings = [
        (f"R{month:02}{ring:03}{member:04}", date(2015, 1, 1), 10**12)
        for month in range(12)
        for ring in range(RINGS)
        for member in range(3 + ring)
    ]
    missing = [(f"M{month:09}", MONTHS[month].replace(day=1), 0) for month in range(MISSING)]
    told = pl.DataFrame([*rings, *missing], schema=honest.schema, orient="row")
    return pl.concat([honest, told]).lazy().with_columns(closed_on=pl.lit(None, dtype=pl.Date))


def _compared(folder: str, found: pl.DataFrame, rings: list[object], gone: pl.DataFrame) -> tuple[int, int]:
    """Against what the places say, by kind and number."""
    rows = pl.scan_parquet(f"{folder}/sold-*.parquet").select(pl.len()).collect().item()
    told = found.select("kind", "number")
    expected = pl.concat([_planted(folder, place, month) for place, month in enumerate(MONTHS)])
    wrong = told.join(expected, on=["kind", "number"], how="anti").height
    wrong += expected.join(told, on=["kind", "number"], how="anti").height
    members = {one.members for one in rings}  # type: ignore[attr-defined]
    planted = {
        tuple(f"R{month:02}{ring:03}{member:04}" for member in range(3 + ring))
        for month in range(12)
        for ring in range(RINGS)
    }
    traders = {f"M{month:09}" for month in range(MISSING)}
    wrong += len(members ^ planted) + len(set(gone["trader"]) ^ traders)
    if not rows:
        raise RuntimeError("Nothing was matched.")
    return wrong, expected.height + len(planted) + len(traders)


def _planted(folder: str, place: int, month: date) -> pl.DataFrame:
    count = int(Path(folder, "lines").read_text())
    rows = _month_of(count, place, month).select("number", kind="what")
    return rows.filter(pl.col("kind") != "agree").select("kind", "number")


def read(folder: str) -> dict[str, object]:
    """The least that anybody must do."""
    began = time.perf_counter()
    lines = pl.scan_parquet([f"{folder}/sold-*.parquet", f"{folder}/bought-*.parquet"])
    lines.group_by("seller").agg(pl.len(), pl.col("minor").sum(), pl.col("number").max()).collect(engine="streaming")
    return {"seconds": time.perf_counter() - began, "gigabytes": _gigabytes()}


def _gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    if sys.argv[1] == "make":
        Path(sys.argv[2], "lines").write_text(str(int(sys.argv[3]) // 2 // len(MONTHS)))
    sys.stdout.write(json.dumps({"make": make, "match": match, "read": read}[sys.argv[1]](*sys.argv[2:])))
