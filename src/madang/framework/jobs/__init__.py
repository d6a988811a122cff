"""What runs later or on a schedule: procrastinate behind four names.

`later(job, **arguments)` writes the job in the caller's transaction: a rollback leaves no job, a commit never loses it.
`absorb` is for jobs of which one does the work of all that wait.
"""

from madang.framework.jobs.absorb import absorb
from madang.framework.jobs.declare import Job, every, job
from madang.framework.jobs.later import later

__all__ = ["Job", "absorb", "every", "job", "later"]
