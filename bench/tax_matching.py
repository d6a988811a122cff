"""What sellers invoiced matched with what buyers deduct: 50 million lines of a year, made by arithmetic with planted patterns.

Told are time and memory, and whether all that was planted is found, and nothing else. `MADANG_BENCH_LINES` makes it smaller.
There is no peer: no free program does this. The limit is polars reading the same lines once and counting them by seller.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LINES = int(os.environ.get("MADANG_BENCH_LINES", "50000000"))
MINUTES, GIGABYTES = 10, 12


def figures() -> list[dict[str, object]]:
    """Seconds and memory of the whole matching, and whether all that was planted was found, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        _work("make", folder, str(LINES))
        ours, limit = _work("match", folder), _work("read", folder)
    minutes = ours["seconds"] / 60
    load = os.getloadavg()[0]
    return [
        _row(
            f"{LINES:,} lines of both sides matched, circles and missing traders found: minutes (load {load:.0f}; "
            f"{ours['cpu']:.0f} CPU seconds; {ours['found']:,} findings; limit: read once and counted by seller)",
            round(minutes, 2),
            round(limit["seconds"] / 60, 2),
            f"≤ {MINUTES} min",
            minutes <= MINUTES,
        ),
        _row(
            "the same: most memory, GB",
            round(ours["gigabytes"], 2),
            round(limit["gigabytes"], 2),
            f"≤ {GIGABYTES} GB",
            ours["gigabytes"] <= GIGABYTES,
        ),
        _row(
            f"the same: planted patterns that were not found, and findings that were not planted ({ours['planted']:,} planted)",
            ours["wrong"],
            None,
            "0",
            ours["wrong"] == 0,
        ),
    ]


def _row(figure: str, ours: object, limit: object, goal: str, met: bool) -> dict[str, object]:
    return {"figure": figure, "ours": ours, "peer": None, "limit": limit, "ratio": None, "goal": goal, "met": met}


def _work(*arguments: str) -> dict[str, Any]:
    """In a process of its own, so that its memory is its own."""
    command = [sys.executable, str(HERE / "_tax_matching_work.py"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    told: dict[str, Any] = json.loads(said.stdout)
    return told
