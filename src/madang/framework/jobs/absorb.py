"""One job doing the work of all that wait for the same."""

import json
from typing import Any

from django.db import connection

from madang.framework.jobs.declare import Job

_ABSORB = """
    DELETE FROM procrastinate_jobs WHERE id IN (
        SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s AND args = %s::jsonb
        FOR UPDATE SKIP LOCKED
    )
"""


def absorb(job: Job, **arguments: Any) -> int:
    """Take the waiting jobs with the same arguments off the queue; the caller, a running one, does their work too.

    Whoever wrote one of them has committed, so what it is about is visible to everything that the caller reads from here on.
    Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ABSORB, [job.name, json.dumps(arguments)])
        return int(cursor.rowcount)
