"""What is left to a worker. The job hands itself down when it is declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def tell_fallback(*, number: str, over: bool) -> None:
    """Tell whoever has goods at the office, after the commit."""
    later(_jobs["tell_fallback"], once=f"customs.fallback.{number}.{over}", number=number, over=over)
