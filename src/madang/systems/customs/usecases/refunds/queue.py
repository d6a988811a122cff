"""What refunds leave to be done later. The job hands itself down when it is declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the job known to the use cases."""
    _jobs.update(jobs)


def pay_out(*, refund: str) -> None:
    """Ask the treasury for the payment, after the commit."""
    later(_jobs["pay_out_refund"], refund=refund)
