"""A child of ballots.py, in the scratch database. Prints one line of JSON.

python _ballots_work.py prepare FOLDER VOTERS BALLOTS | check FOLDER
"""

import json
import os
import sys
import tempfile
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from _five_options import begun, encrypted
from django.conf import settings
from django.core.management import call_command

from madang.framework.audit import verify as verify_trail
from madang.framework.audit.models import Entry
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.ballots import tracking_number
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.models import Ballot, Election
from madang.systems.elections.usecases.counting.archive import archive_of, commitments_of


def prepare(folder: str, voters: str, ballots: str) -> dict[str, Any]:
    """An open election, its voters signed in; FOLDER/requests has a line of cookie, tracking number and body each."""
    call_command("migrate", verbosity=0)
    now = clock.now()
    held = begun(voters=int(voters), opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
    cookies = [_cookie(number) for number in range(1, int(voters) + 1)]
    with Path(folder, "requests").open("w") as file:
        for one, (ballot, told) in enumerate(encrypted(held=held, count=int(ballots))):
            body = urlencode({"ballot": ballot, "commitments": told})
            file.write(f"{cookies[one % int(voters)]} {tracking_number(ballot=ballot)} {body}\n")
    return {"uuid": held.election.uuid, "session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}


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
