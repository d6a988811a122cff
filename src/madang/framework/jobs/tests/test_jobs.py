"""Jobs live and die with the transaction that wrote them."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from madang.framework.jobs import absorb, job, later
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.jobs.stalled import retry_stalled
from madang.framework.jobs.tests.forks import Forks, forks
from madang.framework.values import clock

ran: list[str] = []


@job(queue="test", retry=3)
def note(words: str) -> None:
    """What the tests defer."""
    ran.append(words)


@job(queue="test", retry=0)
def fail() -> None:
    """A job that breaks."""
    raise RuntimeError


def waiting() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE queue_name = 'test' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    """Forget earlier tests."""
    ran.clear()


@pytest.mark.django_db
def test_a_rollback_leaves_no_job() -> None:
    with transaction.atomic():
        later(note, words="gone")
        transaction.set_rollback(True)
    assert waiting() == []


@pytest.mark.django_db
def test_due_jobs_run_in_order_and_later_ones_wait() -> None:
    now = clock.now()
    later(note, words="tomorrow", at=now + timedelta(days=1))
    later(note, words="first")
    later(note, words="second")
    assert run_due_jobs(now=clock.now()) == 2
    assert ran == ["first", "second"]
    run_due_jobs(now=now + timedelta(days=2))
    assert ran[-1] == "tomorrow"


@pytest.mark.django_db
def test_one_waits_while_another_of_the_same_name_waits() -> None:
    with transaction.atomic():
        assert later(note, words="a", once="x") is not None
        assert later(note, words="b", once="x") is None
        assert later(note, words="c") is not None
    assert len(waiting()) == 2


@pytest.mark.django_db
def test_one_job_does_the_work_of_all_that_wait_for_the_same() -> None:
    later(note, words="north")
    later(note, words="north")
    later(note, words="south")
    assert absorb(note, words="north") == 2
    run_due_jobs(now=clock.now())
    assert ran == ["south"]


@pytest.mark.django_db
def test_a_failing_job_still_waits() -> None:
    later(fail)
    with pytest.raises(RuntimeError):
        run_due_jobs(now=clock.now())
    assert waiting() == ["todo"]


@pytest.mark.django_db
def test_a_job_whose_worker_is_gone_runs_again() -> None:
    later(note, words="again")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name = 'test'")
    assert retry_stalled() == 1
    run_due_jobs(now=clock.now())
    assert ran == ["again"]


@pytest.mark.django_db
def test_a_job_whose_worker_is_gone_runs_again_beside_the_next_one_of_its_kind() -> None:
    """As after a kill -9 between two announcements: one job was running, the next one waits under the same lock."""
    later(note, once="carry", words="first")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name = 'test'")
    later(note, once="carry", words="second")
    assert retry_stalled() == 1
    run_due_jobs(now=clock.now())
    assert sorted(ran) == ["first", "second"]


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'test'")


class SharedJobs(TransactionTestCase):
    """One waiting job for several callers, over real commits."""

    def test_a_shared_job_starts_only_after_the_caller_that_found_it_has_committed(self) -> None:
        """Else it would look before the caller's rows are there, and nobody would look again."""
        self.addCleanup(forget)
        run_due_jobs(now=clock.now())
        later(note, once="shared", words="both")
        found, may_commit = threading.Event(), threading.Event()

        def caller() -> None:
            with transaction.atomic():
                assert later(note, once="shared", words="unused") is None
                found.set()
                may_commit.wait(10)
            connection.close()

        thread = threading.Thread(target=caller)
        thread.start()
        assert found.wait(10)
        assert run_due_jobs(now=clock.now()) == 0
        may_commit.set()
        thread.join(10)
        assert run_due_jobs(now=clock.now()) == 1


committing = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def processes(django_db_setup: None) -> Iterator[Forks]:
    """Real processes with commits of their own."""
    with forks() as made:
        yield made


@committing
def test_a_process_killed_before_its_commit_leaves_no_job(processes: Forks) -> None:
    words = (
        "from django.db import transaction; import time; from madang.framework.jobs import absorb, job, later;"
        "note = job(queue='test')(time.sleep); transaction.set_autocommit(False); later(note, secs=1);"
        "print('deferred', flush=True); time.sleep(60)"
    )
    processes.start(words)
    assert processes.line() == "deferred"
    processes.kill()
    processes.rest()
    deadline = time.monotonic() + 10
    while waiting() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert waiting() == []


@committing
def test_what_a_job_defers_lives_and_dies_with_the_transaction_of_that_job(processes: Forks) -> None:
    """Also in a worker, which talks to the queue over a connection of its own."""
    later(note, words="outer")
    words = (
        "from procrastinate.contrib.django import app; from django.db import connection, transaction;"
        "from madang.framework.jobs import job, later; import psycopg\n"
        "inner = job(queue='inner', retry=0)(print)\n"
        "def outer(words):\n"
        "    with transaction.atomic():\n"
        "        later(inner, sep='')\n"
        "        other = psycopg.connect(**{k: v for k, v in connection.get_connection_params().items() if k in"
        " ('dbname', 'host', 'port', 'user', 'password')})\n"
        "        seen = other.execute(\"SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'inner'\").fetchone()\n"
        "        other.close()\n"
        "        print(*seen, flush=True)\n"
        "        transaction.set_rollback(True)\n"
        f"app.task(queue='test', name={note.name!r})(outer)\n"
        "from madang.framework.jobs.worker import run_worker\n"
        "run_worker(queues=('test',), concurrency=1, wait=False)"
    )
    processes.start(words)
    assert processes.rest() == ["0"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'inner'")
        assert cursor.fetchone() == (0,)


@committing
def test_a_worker_killed_in_a_job_leaves_it_to_the_next_one(processes: Forks) -> None:
    later(note, words="after all")
    words = (
        "from procrastinate.contrib.django import app; import time;"
        f"app.task(queue='test', name={note.name!r})(lambda words: (print('running', flush=True), time.sleep(60)));"
        "from madang.framework.jobs.worker import run_worker; run_worker(queues=('test',), concurrency=1)"
    )
    processes.start(words)
    assert processes.line() == "running"
    processes.kill()
    processes.rest()
    assert waiting() == ["doing"]
    # The dead worker's last sign of life is older than half a second by then.
    time.sleep(1)
    assert retry_stalled(silent_seconds=0) == 1
    run_due_jobs(now=clock.now())
    assert ran == ["after all"]
