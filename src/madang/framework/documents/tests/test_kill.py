"""kill -9 in the middle of issuing: no document without its record, its file and its line in the trail."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from madang.framework import audit
from madang.framework.audit.models import Entry
from madang.framework.documents import Document, Outcome, keeping, verify_upload
from madang.framework.identity.models import Office
from madang.framework.jobs.tests.forks import forks
from madang.framework.values import clock

ROUNDS = 3


def wait_for_orphans() -> None:
    """A server process whose client was killed still ends what it was told; only then is the state the final one."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(f"{others} AND state <> 'idle'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)


def issued_by_the_trail() -> set[str]:
    """What the trail says was issued. It only grows, so it may know documents of other tests that committed."""
    return set(Entry.objects.filter(action="documents.issue").values_list("target", flat=True))


@pytest.mark.django_db(transaction=True)
def test_whatever_was_handed_out_before_the_kill_is_whole(office: Office, tmp_path: Path, settings: Any) -> None:
    earlier = issued_by_the_trail()
    settings.MADANG_STORAGE = tmp_path / "storage"
    read, handed_out = "from madang.framework.documents.tests.issuing import issue_on_and_on", list[str]()
    with forks(read=read, environment={"MADANG_VAR": str(tmp_path)}) as processes:
        for turn in range(ROUNDS):
            processes.start(f"{read}; issue_on_and_on()")
            handed_out.append(processes.line())
            # Each time at another point of the work.
            time.sleep(0.037 * (turn + 1))
            processes.kill()
            handed_out += processes.rest()
    assert len(handed_out) >= ROUNDS
    wait_for_orphans()
    documents = list(Document.objects.all())
    assert set(handed_out) <= {document.number for document in documents}
    assert issued_by_the_trail() - earlier == {f"document:{document.number}" for document in documents}
    for document in documents:
        assert verify_upload(keeping.read(sha256=document.sha256), clock.now()).outcome is Outcome.GENUINE
    assert audit.verify().holds
