"""kill -9 in the middle of issuing: no document without its record, its file and its line in the trail."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from madang.framework import audit
from madang.framework.audit.models import Entry
from madang.framework.documents import Document, Outcome, keeping, verify_upload
from madang.framework.identity.models import Office
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
    place = connection.settings_dict
    address = f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": address,
        "MADANG_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings.test",
    }
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    settings.MADANG_STORAGE = tmp_path / "storage"
    handed_out: list[str] = []
    for turn in range(ROUNDS):
        command = [sys.executable, "-m", "madang.framework.documents.tests.issuing"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            handed_out.append(process.stdout.readline().strip())
            # Each time at another point of the work.
            time.sleep(0.037 * (turn + 1))
            process.send_signal(signal.SIGKILL)
            handed_out += [line.strip() for line in process.stdout if line.endswith("\n")]
    wait_for_orphans()
    documents = list(Document.objects.all())
    assert set(handed_out) <= {document.number for document in documents}
    assert issued_by_the_trail() - earlier == {f"document:{document.number}" for document in documents}
    for document in documents:
        assert verify_upload(keeping.read(sha256=document.sha256), clock.now()).outcome is Outcome.GENUINE
    assert audit.verify().holds
