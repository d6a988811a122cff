"""What a batch leaves to a worker. The job hands itself down when it is declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def work_batch(*, number: str) -> None:
    """Have a worker answer what a batch holds, after the commit."""
    later(_jobs["work_batch"], number=number)
