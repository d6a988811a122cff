"""Running what is due in this process and on this connection: for tests, the tour and loading the demo country."""

from datetime import datetime

from django.db import connection, transaction

_NEXT = """
    UPDATE procrastinate_jobs SET status = 'doing', attempts = attempts + 1 WHERE id = (
        SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
        ORDER BY priority DESC, id FOR UPDATE SKIP LOCKED LIMIT 1
    ) RETURNING id, task_name, args
"""
_DONE = "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s"


def run_due_jobs(*, now: datetime, limit: int = 1000) -> int:
    """Run the waiting jobs that are due at `now`, oldest first, jobs that they write included. Returns how many ran.

    A failing job raises and, with its claim rolled back, still waits.
    """
    for count in range(limit):
        with transaction.atomic():
            if not _run_next(now=now):
                return count
    return limit


def _run_next(*, now: datetime) -> bool:
    import json

    from procrastinate.contrib.django import app

    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [now])
        row = cursor.fetchone()
        if row is None:
            return False
        number, name, arguments = row
        arguments = json.loads(arguments) if isinstance(arguments, str) else arguments
        app.tasks[name](**arguments)
        cursor.execute(_DONE, [number])
    return True
