"""Ballots accepted over HTTP: each a request of a signed-in voter, its proofs and signature checked, on the board and in the
trail, all on disk before the voter is told the tracking number. Two processes; server, PostgreSQL and the clients share the
machine. Ballots come evenly, whether the earlier ones are back or not. What waits is taken together, so threads are what lets
many wait: MADANG_BENCH_THREADS names another number than 64 a process.

MADANG_BENCH_RATE names another rate than 100 a second, MADANG_BENCH_SECONDS another time than 60; MADANG_BENCH_COMMITMENTS=0
sends ballots without the commitments of their proofs. In the end each acknowledged ballot is looked for, the archive verified.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from pages import _wait

WORK = Path(__file__).with_name("_ballots_work.py")
RATE = int(os.environ.get("MADANG_BENCH_RATE", "100"))
SECONDS = int(os.environ.get("MADANG_BENCH_SECONDS", "60"))
THREADS = os.environ.get("MADANG_BENCH_THREADS", "64")
TOLD = os.environ.get("MADANG_BENCH_COMMITMENTS", "1") == "1"
BALLOTS, CLIENTS, WARM = RATE * SECONDS, 64, 32
VOTERS = min(2000, BALLOTS)
TOKEN = "a" * 32


def figures() -> list[dict[str, Any]]:
    """The table of `./madang bench ballots`."""
    from madang.framework.ops.database import embedded

    with tempfile.TemporaryDirectory() as folder:
        cluster = embedded(var=Path(folder, "var"), name="ballots")
        cluster.ensure_running()
        try:
            kept = {**os.environ, "DATABASE_URL": cluster.ensure_database("ballots"), "MADANG_VAR": folder}
            environment = kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            environment["DJANGO_SETTINGS_MODULE"] = "madang.site.settings.bench"
            made = _work(environment, "prepare", folder, str(VOTERS), str(BALLOTS + WARM))
            sent = _accepted(environment, folder, made, cluster.process() or 0)
            return _rows(sent, _work(environment, "check", folder))
        finally:
            cluster.erase()


def _work(environment: dict[str, str], *work: str) -> dict[str, Any]:
    command = [sys.executable, str(WORK), *work]
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def _accepted(environment: dict[str, str], folder: str, made: dict[str, Any], database: int) -> dict[str, Any]:
    requests = [line.split(" ") for line in Path(folder, "requests").read_text().splitlines()]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    command = [sys.executable, "-m", "madang.site.serve", str(port), "2", THREADS]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        _send(port, made, requests[BALLOTS:], 20)
        before = _cpu(server.pid), _cpu(database), time.process_time()
        waits, told, noes, seconds = _send(port, made, requests[:BALLOTS], RATE)
        after = _cpu(server.pid), _cpu(database), time.process_time()
    finally:
        server.terminate()
        server.wait(30)
    Path(folder, "acknowledged").write_text("\n".join(told))
    cpu = [end - begin for begin, end in zip(before, after, strict=True)]
    return {"waits": sorted(waits), "noes": noes, "seconds": seconds, "cpu": cpu, "load": os.getloadavg()[0]}


def _send(
    port: int, made: dict[str, Any], requests: list[list[str]], rate: int
) -> tuple[list[float], list[str], dict[int, int], float]:
    """Seconds that each waited, what was acknowledged, how many were not by status, and seconds from the first to the last."""
    waits: list[float] = []
    told: list[str] = []
    noes: dict[int, int] = {}
    lock = threading.Lock()
    begun = time.perf_counter() + 0.5

    def client(first: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for place in range(first, len(requests), CLIENTS):
            cookie, tracking, body = requests[place]
            body = body if TOLD else body.partition("&")[0]
            due = begun + place / rate
            time.sleep(max(due - time.perf_counter(), 0))
            headers = {
                "Cookie": f"{made['session']}={cookie}; {made['csrf']}={TOKEN}", "X-CSRFToken": TOKEN,
                "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
            }  # fmt: skip
            connection.request("POST", f"/elections/{made['uuid']}/vote/", body, headers)
            response = connection.getresponse()
            said = response.read()
            with lock:
                waits.append(time.perf_counter() - due)
                if response.status == 201 and json.loads(said)["tracking"] == tracking:
                    told.append(f"{tracking} {json.loads(said)['sequence']}")
                else:
                    noes[response.status] = noes.get(response.status, 0) + 1

    threads = [threading.Thread(target=client, args=(first,)) for first in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, told, noes, time.perf_counter() - begun


def _cpu(root: int) -> float:
    """CPU seconds of a process, of its children that live, and of those that ended."""
    tick = os.sysconf("SC_CLK_TCK")
    used = sum(_fields(root)[11:15]) / tick
    for one in Path(f"/proc/{root}/task/{root}/children").read_text().split():
        used += sum(_fields(int(one))[11:15]) / tick
    return used


def _fields(process: int) -> list[int]:
    said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return [int(one) if one.lstrip("-").isdigit() else 0 for one in said]


def _rows(sent: dict[str, Any], checked: dict[str, Any]) -> list[dict[str, Any]]:
    acknowledged, waits = checked["acknowledged"], sent["waits"]
    rate = acknowledged / sent["seconds"]
    p95, middle = waits[int(len(waits) * 0.95) - 1], statistics.median(waits)
    server, database, clients = (used / acknowledged * 1000 for used in sent["cpu"])
    what = f"ballots accepted a second, {BALLOTS:,} in {sent['seconds']:.1f} s (load {sent['load']:.0f})"
    return [
        _row(what, rate, f">= {0.97 * RATE:.0f}", met=rate >= 0.97 * RATE and not sent["noes"]),
        _row(f"the same: p95 of the answer, s (median {middle:.3f})", p95),
        _row("the same: CPU ms a ballot of the web server", server),
        _row(f"the same: CPU ms a ballot of PostgreSQL (and {clients:.1f} of the clients)", database),
        _row(
            f"the same: of {acknowledged:,} acknowledged not on the board as told",
            checked["wrong"],
            "0",
            met=not checked["wrong"],
        ),
    ]


def _row(figure: str, ours: float, goal: str = "told", *, met: bool | None = None) -> dict[str, Any]:
    return {
        "figure": figure, "ours": round(ours, 2), "peer": None, "limit": None, "ratio": None, "goal": goal, "met": met,
    }  # fmt: skip
