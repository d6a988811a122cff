"""The web server and then the database killed with -9 while voters cast ballots over HTTP: each acknowledged ballot stands
where its voter was told, whoever was not told sends it again and it stands there once, and the chain verifies.
"""

import http.client
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from madang.framework.ops.cluster import PREFERRED_PORT, Cluster
from madang.framework.ops.database import embedded
from tests.load.nursery import begin, said

LOGINS = ("hana", "minsu", "soonja", "jinho")
EACH, PATIENCE, TOKEN = 10, 60, "a" * 32
# How many ballots are acknowledged before the web server ends, and before the database does.
WEB_ENDS, DATABASE_ENDS = 8, 20

# Every child works on the database server of this test.
ON = """
from urllib.parse import urlsplit
from django.conf import settings
found = urlsplit({url!r})
settings.DATABASES["default"].update(
    NAME=found.path[1:], HOST=found.hostname, PORT=found.port, USER=found.username, PASSWORD=found.password or "")
"""

PREPARE = """
import json
from importlib import import_module
from django.core.management import call_command
for app in ("sessions", "identity", "audit", "elections"):
    call_command("migrate", app, verbosity=0)
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.ballots import encrypt_announced, tracking_number
from madang.systems.elections.tests.voting_world import open_election
from madang.systems.elections.usecases.voting.public_election import public_election
now = clock.now()
world = open_election(now=now, logins={logins!r})
public = public_election(uuid=world.election.uuid)
told = {{"uuid": world.election.uuid, "session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME, "voters": []}}
for login, account in world.accounts.items():
    visitor = Visitor("127.0.0.1", "kill")
    signed_in = open_session(account=account, visitor=visitor, method="password", assurance=3, now=now)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION] = signed_in.session.pk
    store.create()
    made = [encrypt_announced(election=public, credential=world.secrets[login], choices=[[0, 1, 0, 0, 0], [0, 1, 1, 0]])
            for _one in range({each})]
    told["voters"].append({{"cookie": store.session_key, "ballots": [
        (tracking_number(ballot=ballot), ballot, commitments.hex()) for ballot, commitments in made]}})
print(json.dumps(told))
"""

SERVE = """
import multiprocessing
# A child of the nursery would have its own children begin anew, on another database; here they are forked, as `up` does it.
multiprocessing.set_start_method("fork", force=True)
from madang.site.serve import serve
serve(port={port}, processes=1, threads=8)
"""

CHECK = """
import json, tempfile
from pathlib import Path
from madang.framework.audit import verify as verify_trail
from madang.framework.audit.models import Entry
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.models import Ballot, Election
from madang.systems.elections.usecases.counting.archive import archive_of, commitments_of
election = Election.objects.get()
with tempfile.TemporaryDirectory() as folder:
    archive, beside = Path(folder, f"{election.uuid}.bel"), Path(folder, "commitments")
    archive.write_bytes(b"".join(archive_of(election=election)))
    beside.write_bytes(b"".join(commitments_of(election=election)))
    report = verify(archive=archive, commitments=beside)
print(json.dumps({
    "ballots": report.ballots,
    "board": list(Ballot.objects.order_by("event__height").values_list("tracking", "event__height")),
    "trail": verify_trail().holds,
    "entries": Entry.objects.filter(action="elections.cast").count(),
}))
"""


class Polling:
    """A database server of its own, a web server on it, and voters who send until they are told."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        with socket.socket() as preferred:
            # Taken while ours starts: it gets a port that no other server wishes for while ours is dead.
            with suppress(OSError):
                preferred.bind(("127.0.0.1", PREFERRED_PORT))
            cluster.ensure_running()
        self.url = cluster.ensure_database("polling")
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = int(listener.getsockname()[1])
        self.made = self.done(PREPARE.format(logins=LOGINS, each=EACH))
        self.acknowledged: list[tuple[str, int]] = []
        self.fell = 0
        self.web: BaseProcess | None = None

    def done(self, program: str) -> dict[str, Any]:
        """What a child told in its last line."""
        child, words = begin(program=ON.format(url=self.url) + program)
        told = said(words)
        child.join(PATIENCE)
        assert child.exitcode == 0, told
        return dict(json.loads(told.splitlines()[-1]))

    def serve(self) -> None:
        """A web server that answers."""
        self.web, words = begin(program=ON.format(url=self.url) + SERVE.format(port=self.port), forks=True)
        # Nobody waits for what it says, but it must not stand still because nobody reads it.
        threading.Thread(target=said, args=(words,), daemon=True).start()
        _eventually(lambda: socket.create_connection(("127.0.0.1", self.port), 1).close())

    def kill_web(self) -> None:
        """All its processes at once."""
        assert self.web is not None
        assert self.web.pid
        _kill(self.web.pid)
        self.web.join(PATIENCE)

    def kill_database(self) -> None:
        """All its processes at once; then it starts again."""
        process = self.cluster.process()
        assert process is not None
        _kill(process)
        # What was killed is gone a moment later; until then nobody would start it again.
        while self.cluster.process() is not None:
            time.sleep(0.01)
        self.cluster.ensure_running()

    def vote(self, voter: dict[str, Any]) -> None:
        """One ballot after the other, each again until it is acknowledged."""
        for tracking, ballot, commitments in voter["ballots"]:
            body = urlencode({"ballot": ballot, "commitments": commitments})

            def send(body: str = body, tracking: str = tracking) -> None:
                try:
                    told = self._post(voter["cookie"], body)
                except (OSError, http.client.HTTPException, AssertionError):
                    self.fell += 1
                    raise OSError from None
                assert told["tracking"] == tracking
                self.acknowledged.append((tracking, told["sequence"]))

            _eventually(send)

    def _post(self, cookie: str, body: str) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Cookie": f"{self.made['session']}={cookie}; {self.made['csrf']}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", f"/elections/{self.made['uuid']}/vote/", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status == 201, text[:500]
        return dict(json.loads(text))

    def wait_for(self, count: int) -> None:
        """Until so many ballots are acknowledged."""
        deadline = time.monotonic() + PATIENCE
        while len(self.acknowledged) < count:
            assert time.monotonic() < deadline, f"{len(self.acknowledged)} acknowledged, {self.fell} fell"
            time.sleep(0.01)


def _eventually(act: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            act()
        except OSError:
            assert time.monotonic() < deadline, "nobody answered in time"
            time.sleep(0.1)
        else:
            return


def _kill(process: int) -> None:
    """-9 to a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for one in (process, *map(int, children)):
        os.kill(one, signal.SIGKILL)


@pytest.fixture
def polling(tmp_path: Path) -> Iterator[Polling]:
    """An election that takes ballots."""
    cluster = embedded(var=tmp_path / "var", name="polling")
    made = None
    try:
        made = Polling(cluster)
        yield made
    finally:
        if made and made.web and made.web.is_alive():
            made.kill_web()
        cluster.erase()


@pytest.mark.timeout(600)
def test_no_acknowledged_ballot_is_lost_and_the_chain_holds(polling: Polling) -> None:
    polling.serve()
    voters = [threading.Thread(target=polling.vote, args=(one,), daemon=True) for one in polling.made["voters"]]
    for voter in voters:
        voter.start()
    polling.wait_for(WEB_ENDS)
    polling.kill_web()
    polling.serve()
    polling.wait_for(DATABASE_ENDS)
    polling.kill_database()
    for voter in voters:
        voter.join(PATIENCE)
    told = polling.done(CHECK)
    # Both deaths met voters who waited for an answer.
    assert polling.fell >= 2
    board = dict(told["board"])
    assert len(polling.acknowledged) == len(LOGINS) * EACH
    assert dict(polling.acknowledged) == board
    assert sorted(board.values()) == list(range(1, len(board) + 1))
    assert told["ballots"] == told["entries"] == len(board)
    assert told["trail"]
