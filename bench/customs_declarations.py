"""Declarations answered a second: parsed from CUSDEC, validated, assessed, selected, charged and stored, two workers on what
processors there are, beside the same declarations without control (parsed, their content stored) as the limit; and rates of the
tariff looked up, beside a plain indexed query. In a scratch database, dropped at the end.
"""

import os
import time
from pathlib import Path
from typing import Any

from _children import let_begin, start, told
from _scratch import own_url, scratch_database

WORK = Path(__file__).with_name("_customs_declarations_work.py")
WORKERS, EACH, LOOKUPS = 2, int(os.environ.get("MADANG_BENCH_DECLARATIONS", "5000")), 200_000
GOAL = 280
"""Twenty times Korea's mean: 430 million declarations a year are 14 a second."""


def figures() -> list[dict[str, Any]]:
    """How many a second, at what cost, and whether the books agree afterwards."""
    with scratch_database(own_url()) as url:
        numbers = told(start(url, str(WORK), "prepare", str(WORKERS), str(EACH)))["numbers"]
        rate, done = _worked(url, numbers)
        bare = told(start(url, str(WORK), "bare", str(EACH)))
        rates = told(start(url, str(WORK), "rates", str(LOOKUPS)))
        found = told(start(url, str(WORK), "count"))
    answered, cpu, served = (sum(one[name] for one in done) for name in ("answered", "cpu", "database_cpu"))
    limit = EACH / bare["seconds"]
    load, accepted, wrong = os.getloadavg()[0], found["accepted"], _wrong(found)
    what = f"declarations answered a second, {WORKERS} workers, {answered:,} in all, {accepted:,} taken"
    limit_of = f"(load {load:.0f}; limit: without control, one process)"
    return [
        _row(f"{what} {limit_of}", rate, limit, goal=f">= {GOAL}", met=rate >= GOAL),
        _row("the same: a CPU second of the workers, without the database", answered / cpu, EACH / bare["cpu"]),
        _row("the same: a CPU second of the workers and their sessions at the database", answered / (cpu + served)),
        _row(
            "sums of answers, declarations, selections and books that disagree afterwards",
            wrong,
            goal="0",
            met=not wrong,
        ),
        _row(
            "rates looked up a second (peer: an indexed query)", rates["ours"], met=rates["same"], peer=rates["query"]
        ),
    ]


def _wrong(found: dict[str, Any]) -> int:
    """How many of the sums that must agree do not."""
    return sum(
        (
            found["answered"] != found["answers"],
            found["accepted"] != found["numbers"],
            found["numbers"] != found["declarations"],
            found["declarations"] != found["selected"],
            found["balance"] != 0,
            not found["trail"],
        )
    )


def _worked(url: str, numbers: list[str]) -> tuple[float, list[dict[str, Any]]]:
    children = [start(url, str(WORK), "work", number) for number in numbers]
    let_begin(children)
    began = time.perf_counter()
    done = [told(child) for child in children]
    return sum(one["answered"] for one in done) / (time.perf_counter() - began), done


def _row(
    figure: str,
    ours: float,
    limit: float | None = None,
    goal: str = "told",
    met: bool = True,
    peer: float | None = None,
) -> dict[str, Any]:
    beside = limit or peer
    return {
        "figure": figure, "ours": round(ours, 2), "peer": round(peer, 1) if peer else None,
        "limit": round(limit, 1) if limit else None, "ratio": round(ours / beside, 2) if beside else None,
        "goal": goal, "met": met,
    }  # fmt: skip
