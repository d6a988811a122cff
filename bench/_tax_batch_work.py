"""The work of `tax_batch`, a process a step, in our environment. Prints one JSON object.

python _tax_batch_work.py make FILE ROWS        returns by arithmetic: the same in every run
python _tax_batch_work.py assess FILE OUT       checked, assessed by the shared schedule, written; what all of it costs
python _tax_batch_work.py calculate FILE        the schedule alone, from memory to memory, every column kept
python _tax_batch_work.py hand_on FILE          the schedule alone, from memory, each part summed and not kept
python _tax_batch_work.py law FILE OUT          the same by the whole income tax of the country
python _tax_batch_work.py compare OURS PEER     in how many returns the peer is not exact
"""

import json
import resource
import sys
import time
from collections.abc import Callable

import polars as pl

from madang.systems.tax.domain import income
from madang.systems.tax.domain.arithmetic import Bracket, W, excess, least, progressive, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.batch import BatchLaw, assess, assess_by, check, told

# Income Tax Act (Korea) arts. 47, 55, 59 as of 2023, the credit of art. 59 with one ceiling; `_tax_batch_peer.py` has the same.
WAGE = tuple(
    Bracket(above=above, rate=rate)
    for above, rate in ((0, 7000), (5_000_000, 4000), (15_000_000, 1500), (45_000_000, 500), (100_000_000, 200))
)
TAX = tuple(
    Bracket(above=above, rate=rate)
    for above, rate in (
        (0, 600),
        (14_000_000, 1500),
        (50_000_000, 2400),
        (88_000_000, 3500),
        (150_000_000, 3800),
        (300_000_000, 4000),
        (500_000_000, 4200),
        (1_000_000_000, 4500),
    )
)
PERSON, WAGE_CEILING, CREDIT_STEP, CREDIT_CEILING = 1_500_000, 20_000_000, 1_300_000, 740_000


def schedule(facts: income.IncomeFacts[W]) -> Assessed[W]:
    """Deduction for wages, for persons, brackets, credit for wages: each step a column."""
    deducted = least(of=progressive(base=facts.wages, brackets=WAGE), and_=WAGE_CEILING)
    earned = facts.wages - deducted + excess(of=facts.business_revenue, over=facts.business_expenses)
    base = excess(of=earned, over=(facts.spouse + facts.children + 1) * PERSON)
    tax = progressive(base=base, brackets=TAX)
    credit = share(of=least(of=tax, and_=CREDIT_STEP), rate=5500) + share(
        of=excess(of=tax, over=CREDIT_STEP), rate=3000
    )
    owed = tax - least(of=credit, and_=CREDIT_CEILING)
    owed = excess(of=owed, over=0)
    steps = tuple(
        Step(code=code, amount=amount, cite="")
        for code, amount in (("deducted", deducted), ("base", base), ("computed", tax), ("credit", credit))
    )
    return Assessed(steps=steps, tax=owed, prepaid=facts.wages_withheld, payable=owed - facts.wages_withheld)


def make(file: str, rows: str) -> dict[str, object]:
    """Wages from nothing to 400 million, one in ten with a business."""
    place = pl.int_range(0, int(rows), dtype=pl.Int64)
    mixed = (place * 2_654_435_761) % 4_294_967_291
    wages = (mixed % 20_000) * (mixed % 20_000)
    business = (place % 10 == 0).cast(pl.Int64)
    frame = pl.select(
        taxpayer=place,
        wages=wages,
        wages_withheld=wages // 20,
        business_revenue=business * (mixed % 900_000_007),
        business_expenses=business * (mixed % 500_000_003),
        spouse=mixed % 2,
        children=mixed % 4,
    )
    frame.write_parquet(file)
    return {"rows": frame.height}


def _timed(work: Callable[[], object]) -> dict[str, object]:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "gigabytes": memory}


def by_schedule(file: str, out: str) -> dict[str, object]:
    """As `./madang tax assess` does it, with the schedule in the law's place."""

    def work() -> None:
        table = pl.scan_parquet(file)
        check(table=table, law=BatchLaw.INCOME)
        assess_by(table=table, facts=income.IncomeFacts, assess=schedule).sink_parquet(out, engine="streaming")

    return _timed(work)


def calculate(file: str) -> dict[str, object]:
    """As the peer's figure: from columns in memory to columns in memory."""
    table = pl.read_parquet(file).rechunk()
    return _timed(
        lambda: assess_by(table=table.lazy(), facts=income.IncomeFacts, assess=schedule).collect(engine="in-memory")
    )


def hand_on(file: str) -> dict[str, object]:
    """As the command does it, which keeps no column whole: each part is made and summed, and its memory serves the next."""
    table = pl.read_parquet(file).rechunk()
    return _timed(lambda: told(result=assess_by(table=table.lazy(), facts=income.IncomeFacts, assess=schedule)))


def by_law(file: str, out: str) -> dict[str, object]:
    """What `./madang tax assess` does."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")
    django.setup()

    def work() -> None:
        table = pl.scan_parquet(file)
        check(table=table, law=BatchLaw.INCOME)
        assess(table=table, law=BatchLaw.INCOME, year=2025).sink_parquet(out, engine="streaming")

    return _timed(work)


def compare(ours: str, peer: str) -> dict[str, object]:
    """Returns whose tax the peer gets wrong, by how much at most, and by how much together."""
    both = pl.scan_parquet(ours).select("taxpayer", "tax").join(pl.scan_parquet(peer), on="taxpayer", suffix="_peer")
    off = (pl.col("tax") - pl.col("tax_peer")).abs()
    row = both.select(rows=pl.len(), wrong=(off > 0).sum(), most=off.max(), together=off.sum()).collect()
    found: dict[str, object] = row.row(0, named=True)
    return found


def exact(file: str, ours: str) -> dict[str, object]:
    """Every thousandth return again, alone, in Python's whole numbers."""
    rows = pl.read_parquet(file).gather_every(1009)
    taxes = dict(pl.read_parquet(ours, columns=["taxpayer", "tax"]).rows())
    wrong = sum(
        taxes[row["taxpayer"]] != schedule(income.from_amounts({k: v for k, v in row.items() if k != "taxpayer"})).tax
        for row in rows.iter_rows(named=True)
    )
    return {"rows": rows.height, "wrong": wrong}


if __name__ == "__main__":
    steps: dict[str, Callable[..., dict[str, object]]] = {
        "make": make,
        "assess": by_schedule,
        "calculate": calculate,
        "hand_on": hand_on,
        "law": by_law,
        "compare": compare,
        "exact": exact,
    }
    sys.stdout.write(json.dumps(steps[sys.argv[1]](*sys.argv[2:])))
