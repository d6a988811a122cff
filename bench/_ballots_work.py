"""A child of ballots.py, in the scratch database. Prints one line of JSON.

python _ballots_work.py prepare FOLDER VOTERS BALLOTS | check FOLDER
"""

import json
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from madang.framework.audit import verify as verify_trail
from madang.framework.audit.models import Entry
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.ballots import encrypt_announced, tracking_number
from madang.systems.elections.domain.belenios.election import Election as PublicElection
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.domain.plan import Answer, PlannedQuestion
from madang.systems.elections.domain.words import QuestionKind
from madang.systems.elections.models import Ballot, Election, Voter
from madang.systems.elections.tests.polling_world import OFFICE, OFFICIALS, plan
from madang.systems.elections.usecases.counting.archive import archive_of, commitments_of
from madang.systems.elections.usecases.rehearse import announce, begin
from madang.systems.elections.usecases.voting.public_election import public_election

Work = tuple[PublicElection, str, int]


def prepare(folder: str, voters: str, ballots: str) -> dict[str, Any]:
    """An open election, its voters signed in; FOLDER/requests has a line of cookie, tracking number and body each."""
    call_command("migrate", verbosity=0)
    now = clock.now()
    opens_at = now - timedelta(hours=1)
    five = tuple(Answer(text=one, text_en=one) for one in "abcde")
    asked = PlannedQuestion(kind=QuestionKind.SINGLE, text="?", text_en="?", answers=five, blank=False)
    ours = replace(
        plan(), questions=(asked,), opens_at=opens_at, closes_at=now + timedelta(days=1), opens_on=opens_at.date(),
        reference_on=(opens_at - timedelta(days=20)).date(), inspection_from=(opens_at - timedelta(days=19)).date(),
        inspection_until=(opens_at - timedelta(days=12)).date(),
    )  # fmt: skip

    def enter(election: Election) -> int:
        rows = (
            Voter(election=election, number=one, person=f"person{one}", name="v", birth_on=date(1990, 1, 1))
            for one in range(1, int(voters) + 1)
        )
        return len(Voter.objects.bulk_create(rows))

    made = announce(plan=ours, office=OFFICE, enter=enter, officials=OFFICIALS, now=opens_at - timedelta(days=21))
    held = begin(election=made, officials=OFFICIALS, now=opens_at - timedelta(days=1))
    cookies = [_cookie(number) for number in range(1, int(voters) + 1)]
    public = public_election(uuid=held.election.uuid)
    works = [(public, held.secrets[1 + one % int(voters)], one) for one in range(int(ballots))]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool, Path(folder, "requests").open("w") as file:
        for (_public, _secret, one), (ballot, told) in zip(
            works, pool.map(_encrypted, works, chunksize=50), strict=True
        ):
            body = urlencode({"ballot": ballot, "commitments": told})
            file.write(f"{cookies[one % int(voters)]} {tracking_number(ballot=ballot)} {body}\n")
    return {"uuid": held.election.uuid, "session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}


def _encrypted(work: Work) -> tuple[str, str]:
    public, secret, one = work
    chosen = [[int(place == one % 5) for place in range(5)]]
    ballot, told = encrypt_announced(election=public, credential=secret, choices=chosen, window=12)
    return ballot, told.hex()


def _cookie(number: int) -> str:
    now = clock.now()
    account = Account.objects.create(login=f"voter{number}", name="v", person=f"person{number}", created_at=now)
    visitor = Visitor("127.0.0.1", "bench")
    signed_in = open_session(account=account, visitor=visitor, method="password", assurance=1, now=now)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION] = signed_in.session.pk
    store.create()
    return str(store.session_key)


def check(folder: str) -> dict[str, Any]:
    """Of the acknowledged ballots (tracking number and height, a line each) how many are not where they were said to be; then
    the whole archive and the trail are verified.
    """
    told = [line.split() for line in Path(folder, "acknowledged").read_text().splitlines()]
    there = {one: str(height) for one, height in Ballot.objects.values_list("tracking", "event__height")}
    election = Election.objects.get()
    with tempfile.TemporaryDirectory() as where:
        archive, beside = Path(where, f"{election.uuid}.bel"), Path(where, "commitments")
        archive.write_bytes(b"".join(archive_of(election=election)))
        beside.write_bytes(b"".join(commitments_of(election=election)))
        report = verify(archive=archive, commitments=beside)
    trail = Entry.objects.filter(action="elections.cast").count() == len(there) and verify_trail().holds
    wrong = sum(there.get(one) != height for one, height in told) + (not trail) + (report.ballots != len(there))
    return {"acknowledged": len(told), "ballots": report.ballots, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
