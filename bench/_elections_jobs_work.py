"""A child of elections_jobs.py, in a scratch database. Prints one line of JSON.

python _elections_jobs_work.py prepare FOLDER VOTERS | lodge FOLDER FROM TO | close | work | check FOLDER SIZE
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from _five_options import ANSWERS, begun, encrypted
from django.core.management import call_command
from django.db import connection, transaction

from madang.framework.jobs.worker import run_worker
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.ballots import tracking_number
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.tally import partial_decryption, result
from madang.systems.elections.domain.belenios.trustees import read_trustees
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Ballot, BoardEvent, Credential, Election
from madang.systems.elections.tests.polling_world import OFFICIALS
from madang.systems.elections.usecases.append_to_board import append_each, lock_board
from madang.systems.elections.usecases.counting.hand_in_shuffle import tally_of
from madang.systems.elections.usecases.rehearse import take
from madang.systems.elections.usecases.voting.public_election import public_election, setup_text

TOGETHER = 1_000


def prepare(folder: str, voters: str) -> dict[str, Any]:
    """A board that takes ballots of so many voters; FOLDER/ballots has a public credential, commitments and a ballot a line."""
    call_command("migrate", verbosity=0)
    opens_at = clock.now() - timedelta(days=2)
    held = begun(voters=int(voters), opens_at=opens_at, closes_at=opens_at + timedelta(days=1))
    Path(folder, "keys").write_text(json.dumps([one.private for one in held.keys]))
    begins = time.perf_counter()
    with Path(folder, "ballots").open("w") as file:
        for ballot, told in encrypted(held=held, count=int(voters)):
            file.write(f"{json.loads(ballot)['credential']} {told} {ballot}\n")
    return {"seconds": time.perf_counter() - begins}


def lodge(folder: str, first: str, last: str) -> dict[str, Any]:
    """Those ballots onto the board, as they were acknowledged."""
    election = Election.objects.get()
    known = dict(Credential.objects.filter(election=election).values_list("public", "pk"))
    with Path(folder, "ballots").open() as file:
        lines = islice(file, int(first), int(last))
        while some := list(islice(lines, TOGETHER)):
            _append(election, known, [line.rstrip("\n").split(" ", 2) for line in some])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {}


def _append(election: Election, known: dict[str, int], some: list[list[str]]) -> None:
    now = election.opens_at
    with transaction.atomic():
        board = lock_board(election=election)
        events = append_each(board=board, kind=Kind.BALLOT, texts=[(ballot, now) for _public, _told, ballot in some])
        Ballot.objects.bulk_create(
            Ballot(
                event=event, election=election, credential_id=known[public], tracking=tracking_number(ballot=ballot),
                commitments=bytes.fromhex(told),
            )
            for event, (public, told, ballot) in zip(events, some, strict=True)
        )  # fmt: skip


def close() -> dict[str, Any]:
    """By two managers: the jobs wait now."""
    begun = time.perf_counter()
    take(election=Election.objects.get(), step=Step.CLOSE, officials=OFFICIALS, now=clock.now())
    return {"seconds": time.perf_counter() - begun}


def work() -> dict[str, Any]:
    """One worker, until no job waits."""
    print(flush=True)  # noqa: T201
    sys.stdin.readline()
    begun = time.process_time()
    run_worker(concurrency=1, wait=False, queues=("bulk",))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'bulk' AND status = 'succeeded'")
        jobs = int(cursor.fetchone()[0])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": time.process_time() - begun, "memory": memory, "jobs": jobs}


def check(folder: str, size: str) -> dict[str, Any]:
    """How many of the sums do not open to what was voted, by the keys of both trustees."""
    election = Election.objects.get()
    public, tally = public_election(uuid=election.uuid), tally_of(election=election)
    keys = json.loads(Path(folder, "keys").read_text())
    parts = {
        owner: partial_decryption(election=public, tally=tally.json, private_key=key)
        for owner, key in enumerate(keys, 1)
    }
    trustees = read_trustees(raw=setup_text(uuid=election.uuid, what="trustees"))
    found = result(election=public, trustees=trustees, tally=tally, decryptions=parts)
    wrong = sum(one != told for one, told in zip(found.counts[0], _voted(int(size)), strict=True))
    lodged = BoardEvent.objects.filter(kind=Kind.BALLOT.value).count()
    return {"wrong": wrong + (lodged != int(size)) + (election.state != State.CLOSED)}


def _voted(size: int) -> Iterator[int]:
    for place in range(ANSWERS):
        yield len(range(place, size, ANSWERS))


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
