"""The opening day: so many wait at once, and each asks again when the page says so, over HTTP to two processes.

15,000 wait unless MADANG_BENCH_WAITING names another number (150,000 is the day itself), for MADANG_BENCH_SECONDS. All came
before the opening, so the lot is drawn first. At half time the server is killed with -9 and started again. Told: polls a CPU
second of the server, how long a poll takes, whether anybody was told to wait after somebody behind was told to go, whether
anybody lost a place, and how far the wait that was told lay from the one that came. MADANG_BENCH_POLLS is the pace of polls
that the operator sets; what the server does not reach comes later, as on the day.
"""

import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_left
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from _scratch import own_url, scratch_database

WORK = Path(__file__).with_name("_tax_opening_work.py")
WAITING = int(os.environ.get("MADANG_BENCH_WAITING", "15000"))
SECONDS = int(os.environ.get("MADANG_BENCH_SECONDS", "120"))
POLLS = int(os.environ.get("MADANG_BENCH_POLLS", str(max(WAITING // 300, 50))))
PER_MINUTE, CLIENTS = max(WAITING // 5, 600), 8
STALE = 2.5
ABOUT = re.compile(r"about ([0-9]+) minute")
Asked = tuple[float, int, bool, int, float]


def _work(environment: dict[str, str], *command: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(WORK), *command], env=environment, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _cpu(root: int) -> float:
    """CPU seconds of a process and its children, without those that ended."""
    used = 0.0
    for number in [root, *map(int, Path(f"/proc/{root}/task/{root}/children").read_text().split())]:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def _client(port: int, name: str, people: list[tuple[int, str]], until: float, asked: list[Asked]) -> None:
    """Some of those who wait: each begins at a moment of chance of the first interval, then asks when the page says."""
    chance = random.Random(len(people))
    due = sorted((time.time() + chance.random() * WAITING / POLLS, place, cookie) for place, cookie in people)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while due and due[0][0] < until:
        at, place, cookie = due.pop(0)
        time.sleep(max(at - time.time(), 0))
        headers = {"Cookie": f"{name}={cookie}", "Accept-Language": "en"}
        try:
            connection.request("GET", "/queue/tax.filing/place/?next=/&told=unknown", headers=headers)
            response = connection.getresponse()
            text, now = response.read().decode(), time.time()
        except (OSError, HTTPException):
            # The server is down: the page asks again.
            connection.close()
            due.insert(0, (time.time() + 1, place, cookie))
            continue
        goes = response.headers.get("HX-Redirect") is not None
        about = ABOUT.search(text)
        asked.append((now, place, goes, int(about[1]) if about else 0, now - at))
        if not goes:
            every = re.search(r"every ([0-9]+)s", text)
            again = (now + int(every[1]) if every else now + 300, place, cookie)
            due.insert(bisect_left(due, again), again)


def figures() -> list[dict[str, Any]]:
    """Cost, order and honesty."""
    with scratch_database(own_url()) as url, tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        return _measured(
            environment, folder, _work(environment, "prepare", folder, str(WAITING), str(PER_MINUTE), str(POLLS))
        )


def _measured(environment: dict[str, str], folder: str, made: dict[str, Any]) -> list[dict[str, Any]]:
    people = [line.split() for line in Path(folder, "cookies").read_text().splitlines()]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    server = _started(port, environment)
    try:
        begun, used = time.time(), -_cpu(server.pid)
        asked: list[Asked] = []
        shares = [[(int(one[0]), one[1]) for one in people[first::CLIENTS]] for first in range(CLIENTS)]
        threads = [
            threading.Thread(target=_client, args=(port, made["cookie"], share, begun + SECONDS, asked))
            for share in shares
        ]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS / 2)
        used += _cpu(server.pid)
        _kill(server)
        server = _started(port, environment)
        used -= _cpu(server.pid)
        for thread in threads:
            thread.join()
        used += _cpu(server.pid)
    finally:
        server.terminate()
        server.wait(30)
    kept = _work(environment, "paces", folder)
    return _rows(made | kept, sorted(asked), used)


def _started(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Two processes of eight threads, as `up` serves."""
    command = [sys.executable, "-m", "madang.site.serve", str(port), "2", "8"]
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    _wait(port)
    return server


def _kill(server: subprocess.Popen[bytes]) -> None:
    """All of its processes at once, with no chance to say anything."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("The server did not start.")


def _overtaken(asked: list[Asked]) -> int:
    """How many were told to wait more than a reading's age after somebody behind them was told to go."""
    highest, gone, count = 0, [one for one in asked if one[2]], 0
    at = 0
    for now, place, goes, _about, _took in asked:
        while at < len(gone) and gone[at][0] < now - STALE:
            highest = max(highest, gone[at][1])
            at += 1
        count += not goes and place < highest
    return count


def _errors(asked: list[Asked], paces: list[list[float]]) -> list[float]:
    """Minutes told less minutes that came, of those whose turn came in the run."""
    calls = [called for _at, called in paces]
    found = []
    for now, place, _goes, about, _took in asked:
        row = bisect_left(calls, place)
        if about and row < len(paces):
            found.append(about - (paces[row][0] - now) / 60)
    return found


def _rows(made: dict[str, Any], asked: list[Asked], used: float) -> list[dict[str, Any]]:
    took = sorted(one[4] for one in asked)
    span = asked[-1][0] - asked[0][0]
    errors = _errors(asked, made["paces"])
    load = f"load {os.getloadavg()[0]:.0f}"
    told = f"{WAITING:,} waiting, {len(asked):,} polls in {span:.0f} s ({len(asked) / span:.0f} a second, {load})"
    overtaken = _overtaken(asked)
    mean = statistics.mean(map(abs, errors)) if errors else None
    return [
        _row(f"{told}: polls a CPU second of the server, without the database", len(asked) / used),
        _row("the same: p95 of a poll, s, from when it was due", took[int(len(took) * 0.95) - 1]),
        _row("the same: told to wait after somebody behind was told to go", overtaken, goal="0", met=overtaken == 0),
        _row(
            "the same: places that the killing of the server lost or changed",
            made["lost"],
            goal="0",
            met=not made["lost"],
        ),
        _row(f"the same: mean error of the wait that was told, minutes ({len(errors)} told, turn came)", mean),
        _row("tickets drawn a second, four clients", made["drawn_a_second"]),
        _row(f"the lot of {WAITING:,} drawn, s", made["lots_seconds"]),
    ]


def _row(figure: str, ours: float | None, *, goal: str = "told", met: bool = True) -> dict[str, Any]:
    rounded = None if ours is None else round(ours, 3)
    return {
        "figure": figure, "ours": rounded, "peer": None, "limit": None, "ratio": None, "goal": goal, "met": met,
    }  # fmt: skip
