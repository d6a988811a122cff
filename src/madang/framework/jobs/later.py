"""Deferring in the caller's transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from madang.framework.jobs.declare import Job


def later(job: Job, *, at: datetime | None = None, once: str = "", **arguments: Any) -> int | None:
    """Write the job for a worker, in the transaction that is open. Returns its id.

    `at` holds it back until then. While a job with the same `once` waits, no second one is written (None is returned).
    """
    options: dict[str, Any] = {}
    if at is not None:
        options["schedule_at"] = at
    if not once:
        return int(job.configure(**options).defer(**arguments))
    try:
        # A savepoint, because the refusal of a second waiting job would spoil the caller's transaction.
        with transaction.atomic():
            return int(job.configure(**options, queueing_lock=once).defer(**arguments))
    except AlreadyEnqueued:
        return None
