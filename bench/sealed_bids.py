"""Sealing and opening bids beside jwcrypto's JWE, and 6,000 bids over 60 tenders within the last minute before closing.

The peer encrypts for three recipients of whom any one opens, and proves nothing; ours deals to three of whom any two open, with
the proof that they can. The load goes over HTTP to two processes of eight threads, as `./madang up` serves: programs send, each
bid gets its receipt and its timestamp. PostgreSQL, the server and the clients share the machine. MADANG_BENCH_TENDERS,
MADANG_BENCH_SUPPLIERS and MADANG_BENCH_OPENED name other sizes than 60, 100 and 1,000.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from _scratch import own_url, scratch_database

from pages import _wait

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
TENDERS = int(os.environ.get("MADANG_BENCH_TENDERS", "60"))
SUPPLIERS = int(os.environ.get("MADANG_BENCH_SUPPLIERS", "100"))
OPENED = int(os.environ.get("MADANG_BENCH_OPENED", "1000"))
MINUTE, CLIENTS, ROUNDS = 60, 32, 200
# Seconds before the closing at which the last bid is sent.
LAST = 0.25


def figures() -> list[dict[str, Any]]:
    """The table of `./madang bench sealed_bids`."""
    with scratch_database(own_url()) as url, tempfile.TemporaryDirectory() as folder:
        kept = {**os.environ, "DATABASE_URL": url, "MADANG_VAR": folder}
        environment = kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        environment["DJANGO_SETTINGS_MODULE"] = "madang.site.settings.bench"
        rows = _sealing(environment)
        _work(environment, "prepare", folder, str(TENDERS), str(SUPPLIERS))
        bids = Path(folder, "bids").read_bytes().splitlines()
        rows += _last_minute(environment, bids)
        rows += _opening(environment)
    return rows


def _work(environment: dict[str, str], *work: str) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "_sealed_bids_work.py"), *work]
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def _row(
    figure: str, ours: float, peer: float | None = None, goal: str = "told", met: bool | None = None
) -> dict[str, Any]:
    ratio = round(ours / peer, 2) if peer else None
    told = round(ours, 3) if ours < 10 else round(ours)
    return {
        "figure": figure, "ours": told, "peer": round(peer) if peer else None, "limit": None, "ratio": ratio,
        "goal": goal, "met": met,
    }  # fmt: skip


def _sealing(environment: dict[str, str]) -> list[dict[str, Any]]:
    ours = _work(environment, "seal", str(ROUNDS))
    said = subprocess.run([str(PEER), str(HERE / "_sealed_bids_peer.py"), str(ROUNDS)], capture_output=True, check=True)
    peer = json.loads(said.stdout)
    return [
        _row(
            "bids sealed and signed, with proof and trial opening, per CPU second (peer: JWE for 3, JWS)",
            ours["seal"],
            peer["seal"],
        ),
        _row("bids checked at the door, per CPU second", ours["check"]),
        _row(
            "bids opened by two custodians, proofs made and checked, per CPU second (peer: by one)",
            ours["open"],
            peer["open"],
        ),
    ]


def _last_minute(environment: dict[str, str], bids: list[bytes]) -> list[dict[str, Any]]:
    port = 18000 + os.getpid() % 2000
    command = [sys.executable, "-m", "madang.site.serve", str(port), "2", "8"]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        _warm(port)
        closing = datetime.fromisoformat(_work(environment, "deadline", str(MINUTE + 3))["closes_at"])
        begun = _children()
        waits, receipts, noes = _send(port, bids, until=closing.timestamp() - LAST)
    finally:
        server.terminate()
        server.wait(30)
    spent = _children() - begun
    held = _work(environment, "received")
    waits.sort()
    p95 = waits[int(len(waits) * 0.95) - 1]
    lost = len(set(receipts)) - held["bids"]
    sent = f"{len(bids)} bids over {TENDERS} tenders in the last {MINUTE} s"
    stamped = f"stamped at once {held['stamped']} by {held['tokens']} timestamps"
    note = f"received {held['bids']}, refused {dict(noes)}, {stamped}"
    return [
        _row(f"{sent}: p95 of the receipt, s (median {statistics.median(waits):.3f})", p95, goal="< 1 s", met=p95 < 1),
        _row(
            f"the same: receipts without their bid ({note})",
            lost,
            goal="none lost, all received",
            met=held["bids"] == len(bids),
        ),
        _row("the same: bids received per CPU second of the server, without the database", held["bids"] / spent),
    ]


def _children() -> float:
    """CPU seconds of the children that ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _warm(port: int) -> None:
    for _one in range(20):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/api/procurement/tenders/T-0/ceremony")
        connection.getresponse().read()


def _send(port: int, bids: list[bytes], *, until: float) -> tuple[list[float], list[str], dict[str, int]]:
    """Each begun on time, evenly over the minute that ends at `until`, whether the earlier ones are back or not."""
    waits: list[float] = []
    receipts: list[str] = []
    noes: dict[str, int] = {}
    lock = threading.Lock()
    begun = time.perf_counter() + until - MINUTE - time.time()

    def client(first: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for place in range(first, len(bids), CLIENTS):
            due = begun + place * MINUTE / len(bids)
            time.sleep(max(due - time.perf_counter(), 0))
            body = b'{"sealed":"' + bids[place] + b'"}'
            connection.request("POST", "/api/procurement/bids", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            told = json.loads(response.read())
            with lock:
                waits.append(time.perf_counter() - due)
                if response.status == 200:
                    receipts.append(told["number"])
                else:
                    noes[told["code"]] = noes.get(told["code"], 0) + 1

    threads = [threading.Thread(target=client, args=(first,)) for first in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, receipts, noes


def _opening(environment: dict[str, str]) -> list[dict[str, Any]]:
    took = _work(environment, "open", str(OPENED))
    whole = took["closing"] + took["server"] + took["custodians"]
    what = f"{took['opened']} bids of one tender opened, s: server {took['server']:.2f}, closing {took['closing']:.2f}"
    return [_row(f"{what}, two custodians (in Python) {took['custodians']:.2f}", whole, goal="≤ 10 s", met=whole <= 10)]
