"""What use cases leave to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def ask_names(*, number: str) -> None:
    """Ask the resident register who represents this business, after the commit."""
    later(_jobs["ask_names"], once=f"businesses.names.{number}", number=number)


def issue_card(*, case: str) -> None:
    """Issue the registration certificate that a granted registration ends with, after the commit."""
    later(_jobs["issue_card"], once=f"businesses.card.{case}", case=case)
