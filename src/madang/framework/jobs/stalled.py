"""Jobs whose worker died are run again."""

from django.db import connection

from madang.framework.jobs.declare import every

# A worker tells that it lives every 10 s (procrastinate's default); three silent beats mean that it is gone.
SILENT_SECONDS = 30

# The queueing lock goes: meanwhile another job may wait under it, and only one may. Both run then, which jobs bear.
_RETRY = """
    WITH stalled AS (
        SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
        WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
        FOR UPDATE OF job SKIP LOCKED
    )
    UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, scheduled_at = NULL, queueing_lock = NULL
    FROM stalled WHERE procrastinate_jobs.id = stalled.id
"""


def retry_stalled(*, silent_seconds: int = SILENT_SECONDS) -> int:
    """Put back the jobs of workers that have been silent that long. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_RETRY, [silent_seconds])
        return int(cursor.rowcount)


@every("* * * * *")
def retry_stalled_jobs() -> None:
    """Each minute."""
    retry_stalled()
