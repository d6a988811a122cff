"""What lists leave to a worker. The job hands itself down when it is declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def declare_parcels(*, number: str) -> None:
    """Make the declarations of a list's parcels, after the commit."""
    later(_jobs["declare_parcels"], once=f"customs.parcels.{number}", number=number)
