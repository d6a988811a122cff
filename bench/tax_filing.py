"""Returns accepted in a second: assessed, kept, charged in the books, entered in the trail, with the job that seals the
receipt; each in a transaction of its own that waits for the disk. Then once more with the database killed by -9 in the middle.

The use case is measured, not HTTP: clients, pages and sign-in would share the two processors with it. The database is one of
its own, made as `up` makes it and erased at the end. MADANG_BENCH_SECONDS names another time than 60, MADANG_BENCH_PROCESSES
another number of processes than 4.
"""

import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

from _children import let_begin, line, start, told

WRITER = Path(__file__).with_name("_tax_filing_writer.py")
SECONDS = int(os.environ.get("MADANG_BENCH_SECONDS", "60"))
PROCESSES = int(os.environ.get("MADANG_BENCH_PROCESSES", "4"))
EACH, GOAL = 5_000, 200


def figures() -> list[dict[str, Any]]:
    """How many a second, how long one waits, and what is left of them when the database dies."""
    from madang.framework.ops.database import embedded

    with tempfile.TemporaryDirectory() as folder:
        cluster = embedded(var=Path(folder, "var"), name="filing")
        cluster.ensure_running()
        try:
            url = cluster.ensure_database("filing")
            line(start(url, str(WRITER), "prepare", str(2 * PROCESSES * EACH)))
            before = _database_cpu(cluster.process())
            plain = _filed(url, 0, SECONDS)
            load = os.getloadavg()[0]
            used = _database_cpu(cluster.process()) - before
            killed = _filed(url, PROCESSES * EACH, SECONDS / 2, kill=cluster)
            acknowledged = Path(folder, "acknowledged")
            acknowledged.write_text("\n".join(number for one in plain + killed for number in one["numbers"]))
            checked = told(start(url, str(WRITER), "check", str(acknowledged)))
        finally:
            cluster.erase()
    return _rows(plain, killed, checked, load, used)


def _filed(url: str, first: int, seconds: float, kill: Any = None) -> list[dict[str, Any]]:
    """What each process says of its filings; with `kill` the database ends by -9 in the middle and is started again."""
    children = [
        start(url, str(WRITER), "file", str(first + one * EACH), str(EACH), str(seconds)) for one in range(PROCESSES)
    ]
    let_begin(children)
    if kill is not None:
        time.sleep(seconds / 2)
        os.kill(kill.process(), signal.SIGKILL)
        while kill.process() is not None:
            time.sleep(0.01)
        kill.ensure_running()
    done = [told(child) for child in children]
    for child in children:
        child.wait(60)
    return done


def _database_cpu(process: int | None) -> float:
    """CPU seconds of the server and of its sessions that ended, since its start."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(int(one) for one in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def _rows(
    plain: list[dict[str, Any]], killed: list[dict[str, Any]], checked: dict[str, Any], load: float, used: float
) -> list[dict[str, Any]]:
    done, cpu = sum(one["done"] for one in plain), sum(one["cpu"] for one in plain)
    rate = sum(one["done"] / one["seconds"] for one in plain)
    what = f"returns accepted a second for {SECONDS} s, {PROCESSES} processes (load {load:.0f})"
    after = sum(one["done"] for one in killed)
    return [
        _row(what, rate, goal=f">= {GOAL}", met=rate >= GOAL),
        _row("the same: returns a CPU second of the processes, without the database", done / cpu),
        _row("the same: returns a CPU second of the database", done / used),
        _row("the same: the slowest process' p95 of one filing, s", max(one["p95"] for one in plain)),
        _row(
            f"{after:,} more, the database killed with -9 in the middle ({sum(one['fell'] for one in killed)} filings fell "
            f"and were sent again): of {checked['acknowledged']:,} acknowledged returns lost, twice or not whole",
            checked["wrong"],
            goal="0",
            met=checked["wrong"] == 0,
        ),
    ]


def _row(figure: str, ours: float, *, goal: str = "told", met: bool = True) -> dict[str, Any]:
    return {
        "figure": figure, "ours": round(ours, 2), "peer": None, "limit": None, "ratio": None, "goal": goal, "met": met,
    }  # fmt: skip
