"""The tally of many ballots by jobs: an election is closed, two workers check every ballot on its board again (proofs,
signature, hash) and add it up, and two trustees open the sums, which must say what was voted. Ballots are real ones, each of
another voter, made once and lodged in bulk; each size is measured in a copy of the database as it stood when so many were
lodged.

1,000 ballots; MADANG_BENCH_FULL=1: 10, 50 and 100 thousand (ten minutes and 4 GB of disk on a quiet machine);
MADANG_BENCH_SIZES=10000,50000 names others.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from _children import let_begin, start, told
from ballots import _cpu

WORK = Path(__file__).with_name("_elections_jobs_work.py")
WORKERS = 2
DEFAULT = "10000,50000,100000" if os.environ.get("MADANG_BENCH_FULL") == "1" else "1000"
SIZES = sorted(map(int, os.environ.get("MADANG_BENCH_SIZES", DEFAULT).split(",")))


def figures() -> list[dict[str, Any]]:
    """The table of `./madang bench elections_jobs`."""
    from madang.framework.ops.database import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")
    with tempfile.TemporaryDirectory() as folder:
        cluster = embedded(var=Path(folder, "var"), name="elections_jobs")
        cluster.ensure_running()
        try:
            base = cluster.ensure_database("base")
            made = told(start(base, str(WORK), "prepare", folder, str(SIZES[-1])))
            rows = [_row(f"ballots made, {SIZES[-1]:,}, a second of two processes", SIZES[-1] / made["seconds"])]
            lodged = 0
            for size in SIZES:
                told(start(base, str(WORK), "lodge", folder, str(lodged), str(size)))
                lodged = size
                rows += _measured(base, folder, size, cluster.process() or 0)
            return rows
        finally:
            cluster.erase()


def _measured(base: str, folder: str, size: int, database: int) -> list[dict[str, Any]]:
    """One size, in a copy of the database."""
    url = _copied(base, f"of_{size}")
    closing = told(start(url, str(WORK), "close"))["seconds"]
    children = [start(url, str(WORK), "work") for _ in range(WORKERS)]
    before, begun = _cpu(database), time.perf_counter()
    let_begin(children)
    done = [told(child) for child in children]
    seconds, load = time.perf_counter() - begun, os.getloadavg()[0]
    for child in children:
        child.wait()
    served = _cpu(database) - before
    wrong = told(start(url, str(WORK), "check", folder, str(size)))["wrong"]
    cpu, memory = sum(one["cpu"] for one in done), max(one["memory"] for one in done)
    parts = max(one["jobs"] for one in done)
    what = f"ballots checked and added up a second by two workers, of {size:,}"
    return [
        _row(f"{what}: {seconds:.0f} s, the closing before it {closing:.1f} s (load {load:.0f})", size / seconds),
        _row("the same: a CPU second of the workers", size / cpu),
        _row("the same: a CPU second of the workers and PostgreSQL", size / (cpu + served)),
        _row(f"the same: MB of the larger worker ({parts} parts in all)", memory),
        _row("the same: sums that do not open to what was voted", wrong, goal="0", met=not wrong),
    ]


def _copied(base: str, name: str) -> str:
    import psycopg
    from psycopg import sql

    server, _, rest = base.rpartition("/base")
    with psycopg.connect(f"{server}/postgres{rest}", autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE base STRATEGY file_copy").format(sql.Identifier(name))
        connection.execute(made)
    return f"{server}/{name}{rest}"


def _row(figure: str, ours: float, goal: str = "told", *, met: bool | None = None) -> dict[str, Any]:
    return {
        "figure": figure, "ours": round(ours, 1), "peer": None, "limit": None, "ratio": None, "goal": goal, "met": met,
    }  # fmt: skip
