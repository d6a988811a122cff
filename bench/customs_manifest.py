"""A port's manifest of 20,000 house bills, from the table to the last row, beside the bare COPY of the same rows as the limit;
and whether a load that is killed with -9 leaves anything behind.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from _scratch import own_url, scratch_database

WORK = Path(__file__).with_name("_customs_manifest_work.py")
BILLS, GOAL, KILLS = 20_000, 20.0, 5


def figures() -> list[dict[str, Any]]:
    """Seconds, and what a killed load leaves."""
    with scratch_database(own_url()) as url:
        environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        _work(environment, "prepare")
        told = _work(environment, "measure", str(BILLS))
        left = [_killed(environment, told["seconds"] * part / (KILLS + 1), part) for part in range(1, KILLS + 1)]
    return [
        _row(
            f"{BILLS:,} house bills in {told['containers']:,} containers lodged as a table of {told['megabytes']:.1f} MB, "
            f"seconds (reading it {told['read']:.1f}; load {os.getloadavg()[0]:.0f}; limit: COPY of the same rows alone)",
            round(told["seconds"], 1),
            round(told["limit"], 1),
            f"≤ {GOAL:g}",
            told["seconds"] <= GOAL,
        ),
        _row(
            f"the same killed with -9 at {KILLS} moments: how often something else than nothing or all was there "
            f"({sum(not count for count in left)} times nothing)",
            sum(count not in {0, BILLS} for count in left),
            None,
            "0",
            all(count in {0, BILLS} for count in left),
        ),
    ]


def _row(figure: str, ours: object, limit: float | None, goal: str, met: bool) -> dict[str, Any]:
    ratio = round(float(str(ours)) / limit, 1) if limit else None
    return {"figure": figure, "ours": ours, "peer": None, "limit": limit, "ratio": ratio, "goal": goal, "met": met}


def _work(environment: dict[str, str], *command: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(WORK), *command], env=environment, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _killed(environment: dict[str, str], after: float, part: int) -> int:
    command = [sys.executable, str(WORK), "lodge", str(BILLS), f"K{part}"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(after)
        running.kill()
    return int(_work(environment, "count", f"K{part}")["bills"])
