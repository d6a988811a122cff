"""What a signed, mutual-TLS, logged ask over HTTP costs, beside a plain HTTP call with the same reply.

Both are answered by the same function from the same table, in two granian processes on this machine; one client thread
takes them in turns, so that the noise of the machine falls on both. CPU seconds are those of the client's process with all its
threads: the one that writes the asking side's log is among them, and each round waits until it has written.

The limit is what no client in Python gets below: the same messages, written beforehand, are signed (P-256), sent over mutual
TLS by the same client, and the reply's signature is checked; no envelope, grant, log or decoding.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 8
CALLS = 248
THREADS = 8
GOAL_RATE = 0.5
GOAL_CPU = 1500.0


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def _two_members(root: Path) -> None:
    from madang.exchange import keys
    from madang.framework.values import clock

    keys.make_authority(at=root / "authority", now=clock.now())
    for member in ("bench", "north"):
        keys.make_member(
            authority=root / "authority", at=root / member, member=member, hosts=("127.0.0.1",), now=clock.now()
        )
    for here, there in (("bench", "north"), ("north", "bench")):
        (root / here / "directory").mkdir()
        shutil.copy(root / there / "member.pem", root / here / "directory" / f"{there}.pem")


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing listens on port {port}.")


@contextmanager
def _serving(face: str, *, root: Path, tls: bool) -> Iterator[int]:
    port = _free_port()
    at = root / "north"
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ws",
    ]
    if tls:
        command += ["--ssl-certificate", str(at / "member.pem"), "--ssl-keyfile", str(at / "member.key")]
        command += ["--ssl-ca", str(at / "authority.pem"), "--ssl-client-verify"]
    environment = {
        **os.environ,
        "MADANG_MEMBER": "north",
        "MADANG_SYSTEMS": "population",
        "MADANG_EXCHANGE_KEYS": str(at),
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)]),
    }
    with (root / f"{face}.log").open("w") as output:
        process = subprocess.Popen(
            [*command, f"_exchange_neighbour:{face}"], env=environment, stdout=output, stderr=output
        )
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def _timed(call: Callable[[], Any], *, threads: int = 1) -> tuple[float, float]:
    """Wall and CPU seconds of one round of calls; CPU also of what they leave to another thread."""
    from madang.exchange import asked_log

    def some() -> None:
        for _ in range(CALLS // threads):
            call()

    wall, cpu = time.perf_counter(), time.process_time()
    if threads == 1:
        some()
    else:
        askers = [threading.Thread(target=some) for _ in range(threads)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
    taken = time.perf_counter() - wall
    asked_log.drain()
    return taken, time.process_time() - cpu


def _callers(*, signed: int, plain: int, person: str) -> tuple[Callable[[], Any], Callable[[], Any], Callable[[], Any]]:
    import urllib3
    from django.conf import settings

    from madang.contracts.envelope import law
    from madang.contracts.population_v1 import GetPerson, Person
    from madang.exchange import Asking, ask, codec, grants
    from madang.framework.identity.actor import system_actor
    from madang.framework.law import pack
    from madang.framework.values import Party

    settings.SYSTEMS = ("civil",)
    settings.MADANG_MEMBER = "bench"
    settings.ROADS = {"population": {"member": "north", "address": f"https://127.0.0.1:{signed}"}}
    query = GetPerson(person=person)
    cite = next(
        grant.basis.cite
        for grant in grants.table_of(pack().folder).grants
        if (grant.asker, grant.query, grant.basis.kind.value) == ("civil", "population_v1.GetPerson", "law")
    )
    asking = Asking(
        system="civil", actor=system_actor("bench"), purpose="Measuring", basis=law(cite), subject=Party.person(person)
    )
    pool = urllib3.HTTPConnectionPool("127.0.0.1", plain)

    def direct() -> Person:
        response = pool.urlopen("POST", "/", body=codec.encode(query), headers={"content-type": "application/json"})
        reply: Person = codec.decode(Person, response.data)
        return reply

    return (lambda: ask(query, asking)), direct, _limit(query, asking)


def _limit(query: Any, asking: Any) -> Callable[[], Any]:
    """One signed message sent and its signed reply checked, and nothing else."""
    import msgspec

    from madang.exchange import codec, keys, members, signing
    from madang.exchange.asking import seal_envelope
    from madang.exchange.transports import connections, http
    from madang.framework.values import clock

    road = members.road("population")
    if road is None:
        raise LookupError("There is no road to population.")
    own, neighbour, url = keys.own(), keys.key_of(road.member), road.address + http.ASK_PATH
    body = msgspec.Raw(codec.encode(query))
    contract = "population_v1.GetPerson"
    envelopes = [
        seal_envelope(asking=asking, contract=contract, recipient="population") for _ in range(CALLS * ROUNDS + 1)
    ]
    frames = iter([codec.encode(codec.Question(envelope=each, body=body)) for each in envelopes])

    def call() -> None:
        frame = next(frames)
        question = signing.sign_question(key=own, path=http.ASK_PATH, body=frame, now=clock.now())
        reply = connections.post(
            url=url, body=frame, headers=question.headers, timeout=5, key_folder=own.folder, key_id=own.shown.key_id
        )
        signing.check_reply(
            key=neighbour,
            status=reply.status,
            headers=reply.headers,
            body=reply.body,
            question_signature=question.signature,
            now=clock.now(),
        )

    return call


def figures() -> list[dict[str, object]]:
    """The rate beside a plain call, and asks a CPU second on the client's side."""
    from django.conf import settings
    from django.db import connection

    from madang.exchange import keys

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM population_person ORDER BY key LIMIT 1")
        (person,) = cursor.fetchone()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _two_members(root)
        settings.MADANG_EXCHANGE_KEYS = str(root / "bench")
        keys.forget()
        with _serving("exchange", root=root, tls=True) as signed, _serving("plain", root=root, tls=False) as plain:
            ask_one, call_one, limit_one = _callers(signed=signed, plain=plain, person=person)
            ask_one(), call_one(), limit_one()
            turns: dict[str, list[tuple[float, float]]] = {"asked": [], "called": [], "limit": [], "together": []}
            for _ in range(ROUNDS):
                turns["asked"].append(_timed(ask_one))
                turns["called"].append(_timed(call_one))
                turns["limit"].append(_timed(limit_one))
                turns["together"].append(_timed(ask_one, threads=THREADS))
    return _rows(**turns)


def _rows(
    *,
    asked: list[tuple[float, float]],
    called: list[tuple[float, float]],
    limit: list[tuple[float, float]],
    together: list[tuple[float, float]],
) -> list[dict[str, object]]:
    ours, peer = (CALLS / min(wall for wall, _cpu in rounds) for rounds in (asked, called))
    ours_cpu, peer_cpu, limit_cpu, together_cpu = (
        CALLS / min(cpu for _wall, cpu in rounds) for rounds in (asked, called, limit, together)
    )
    rate = {
        "figure": "signed, logged asks a second beside plain HTTP calls (one client thread)",
        "ours": round(ours),
        "peer": round(peer),
        "limit": None,
        "ratio": round(ours / peer, 3),
        "goal": f"ratio >= {GOAL_RATE}",
        "met": ours / peer >= GOAL_RATE,
    }
    cpu = {
        "figure": "asks a CPU second on the client's side (the peer: plain calls; the limit: sign, send, check)",
        "ours": round(ours_cpu),
        "peer": round(peer_cpu),
        "limit": round(limit_cpu),
        "ratio": round(ours_cpu / peer_cpu, 3),
        "goal": f"ours >= {GOAL_CPU:.0f}",
        "met": ours_cpu >= GOAL_CPU,
    }
    several = {
        "figure": f"the same with {THREADS} threads asking at once, as a web process asks",
        "ours": round(together_cpu),
        "peer": None,
        "limit": None,
        "ratio": round(together_cpu / ours_cpu, 3),
        "goal": "told",
        "met": True,
    }
    return [rate, cpu, several]
