"""What filing leaves to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def seal_receipt(*, number: str) -> None:
    """Draw and seal the receipt of a return after the commit, and tell the taxpayer."""
    later(_jobs["seal_receipt"], number=number)
