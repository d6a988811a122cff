"""Deferring in the caller's transaction."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from psycopg.types.json import Jsonb

from madang.framework.jobs.declare import Job

# A worker takes jobs with SKIP LOCKED: held until our commit, the waiting job cannot start before it sees what we wrote.
# The notice (procrastinate's own, sent at the commit) wakes a worker that passed it by.
_HOLD = """
    WITH held AS (
        SELECT id, queue_name FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' FOR SHARE
    )
    SELECT pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', id)::text),
           pg_notify('procrastinate_queue_v1#' || queue_name, json_build_object('type', 'job_inserted', 'job_id', id)::text)
    FROM held
"""
_DEFER = """
    SELECT unnest(procrastinate_defer_jobs_v1(
        ARRAY[ROW(%s, %s, %s, %s, NULL, %s, %s)]::procrastinate_job_to_defer_v1[]
    ))
"""


def later(job: Job, *, at: datetime | None = None, once: str = "", **arguments: Any) -> int | None:
    """Write the job for a worker, in the transaction that is open. Returns its id.

    `at` holds it back until then. While a job with the same `once` waits, no second one is written (None is returned);
    the waiting one starts only after the caller's commit, so that it sees the caller's work too.
    """
    if not once and not job.queueing_lock:
        return _written(job, at, arguments)
    options: dict[str, Any] = {} if at is None else {"schedule_at": at}
    if not once:
        return _write(job, options, arguments)
    while True:
        try:
            # A savepoint, because the refusal of a second waiting job would spoil the caller's transaction.
            with transaction.atomic():
                return _write(job, options | {"queueing_lock": once}, arguments)
        except AlreadyEnqueued:
            if _hold(once):
                return None


def _written(job: Job, at: datetime | None, arguments: dict[str, Any]) -> int:
    """The same by procrastinate's own function in the database, for what nobody else can have written: a tenth of the work."""
    values: list[Any] = [job.queue, job.name, job.priority, job.lock, Jsonb(arguments), at]
    with connection.cursor() as cursor:
        cursor.execute(_DEFER, values)
        return int(cursor.fetchone()[0])


def _write(job: Job, options: dict[str, Any], arguments: dict[str, Any]) -> int:
    deferrer = job.configure(**options)
    # In a worker procrastinate writes over a connection of its own: the job would be there before our commit, and after our
    # rollback, too. Ours goes over Django's.
    deferrer.job_manager = JobManager(DjangoConnector())
    return int(deferrer.defer(**arguments))


def _hold(once: str) -> bool:
    """Keep the waiting job from starting before the caller's commit; False where it has started meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [once])
        return cursor.fetchone() is not None
