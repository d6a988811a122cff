"""Returns accepted in a second: assessed, kept, charged in the books, entered in the trail, with the job that seals the
receipt; each in a transaction of its own that waits for the disk. In a scratch database, dropped at the end.

The use case is measured, not HTTP: clients, pages and sign-in would share the two processors with it. MADANG_BENCH_SECONDS
names another time than 60.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from _scratch import own_url, scratch_database

WRITER = Path(__file__).with_name("_tax_filing_writer.py")
SECONDS = int(os.environ.get("MADANG_BENCH_SECONDS", "60"))
PROCESSES, EACH, GOAL = 4, 10_000, 200


def _start(url: str, *command: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, str(WRITER), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def _line(child: "subprocess.Popen[str]") -> str:
    told = child.stdout.readline() if child.stdout else ""
    if not told:
        raise RuntimeError(f"A writer ended with {child.wait()}.")
    return told


def figures() -> list[dict[str, Any]]:
    """How many a second, and how long one waits."""
    with scratch_database(own_url()) as url:
        _line(_start(url, "prepare", str(PROCESSES * EACH)))
        children = [_start(url, "file", str(one * EACH), str(EACH), str(SECONDS)) for one in range(PROCESSES)]
        for child in children:
            _line(child)
        for child in children:
            child.stdin.write("go\n")  # type: ignore[union-attr]
            child.stdin.flush()  # type: ignore[union-attr]
        told = [json.loads(_line(child)) for child in children]
        for child in children:
            child.wait(60)
    done, cpu = sum(one["done"] for one in told), sum(one["cpu"] for one in told)
    rate = sum(one["done"] / one["seconds"] for one in told)
    what = f"returns accepted a second for {SECONDS} s, {PROCESSES} processes (load {os.getloadavg()[0]:.0f})"
    return [
        _row(what, rate, goal=f">= {GOAL}", met=rate >= GOAL),
        _row("the same: returns a CPU second of the processes, without the database", done / cpu),
        _row("the same: the slowest process' p95 of one filing, s", max(one["p95"] for one in told)),
    ]


def _row(figure: str, ours: float, *, goal: str = "told", met: bool = True) -> dict[str, Any]:
    return {
        "figure": figure, "ours": round(ours, 2), "peer": None, "limit": None, "ratio": None, "goal": goal, "met": met,
    }  # fmt: skip
