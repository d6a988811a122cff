"""The same pages and the same certificate on a register of two thousand and of a million residents; and what
generating and loading the million costs.

Each register lives in a scratch database of its own, served by a process of its own; the two are measured in turns,
so that the noise of the machine falls on both. The databases are dropped at the end. MADANG_BENCH_POPULATION names
another large size.
"""

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from _scratch import own_url, scratch_database

SMALL = 2_000
LARGE = int(os.environ.get("MADANG_BENCH_POPULATION", "1000000"))
GOAL = 1.2
ROUNDS = 30
GOES = {"page": 3, "search": 3, "front": 3, "certificate": 1}
TITLES = {
    "page": "person page (database and template)",
    "search": "search by name and birth date, recorded",
    "front": "front page with figures, charts and map",
    "certificate": "sealed abstract with all addresses",
}


class _Republic:
    """A child process with a register."""

    def __init__(self, url: str, population: int) -> None:
        self.population = population
        root = Path(__file__).resolve().parent
        self.process = subprocess.Popen(
            [sys.executable, str(root / "_grown.py"), str(population)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.loaded: dict[str, Any] = self._hear()

    def _hear(self) -> Any:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"The register of {self.population:,} ended with {self.process.wait()}.")
        return json.loads(line)

    def ask(self, name: str, goes: int) -> list[float]:
        """Milliseconds of each go."""
        if self.process.stdin:
            self.process.stdin.write(f"{name} {goes}\n")
            self.process.stdin.flush()
        return list(self._hear())

    def close(self) -> None:
        """Ends the child."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(timeout=60)


def figures() -> list[dict[str, Any]]:
    """Median milliseconds at both sizes, and the loading of the large one."""
    url = own_url()
    with ExitStack() as stack:
        sizes = {}
        for population in (SMALL, LARGE):
            republic = _Republic(stack.enter_context(scratch_database(url)), population)
            stack.callback(republic.close)
            sizes[population] = republic
        rows = [_row(name, sizes) for name in GOES]
        loaded = sizes[LARGE].loaded
    rows.append(
        {
            "figure": f"generate and load {LARGE:,} residents ({loaded['persons']:,} persons)",
            "ours": f"{loaded['seconds']} s, {loaded['peak_mb']} MB at most",
            "peer": "",
            "limit": "",
            "ratio": "",
            "goal": "told",
            "met": True,
        }
    )
    return rows


def _row(name: str, sizes: dict[int, _Republic]) -> dict[str, Any]:
    taken: dict[int, list[float]] = {population: [] for population in sizes}
    for republic in sizes.values():
        republic.ask(name, 2)
    for turn in range(ROUNDS):
        order = list(sizes) if turn % 2 else list(sizes)[::-1]
        for population in order:
            taken[population] += sizes[population].ask(name, GOES[name])
    small, large = statistics.median(taken[SMALL]), statistics.median(taken[LARGE])
    return {
        "figure": f"{TITLES[name]}, ms",
        "ours": f"{large:.1f} at {LARGE:,}",
        "peer": f"{small:.1f} at {SMALL:,}",
        "limit": "",
        "ratio": round(large / small, 2),
        "goal": f"at most {GOAL} times",
        "met": large / small <= GOAL,
    }
