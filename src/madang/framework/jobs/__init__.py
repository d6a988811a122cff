"""What runs later or on a schedule: procrastinate behind three names.

`later(job, **arguments)` writes the job in the caller's transaction: a rollback leaves no job, a commit never loses it.
"""

from madang.framework.jobs.declare import Job, every, job
from madang.framework.jobs.later import later

__all__ = ["Job", "every", "job", "later"]
