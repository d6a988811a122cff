"""What use cases leave to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def settle_contract(*, number: str) -> None:
    """Ask a contract's neighbours for what is missing, after the commit."""
    later(_jobs["settle_contract"], once=f"procurement.contract.{number}", number=number)


def follow_register(*, number: str) -> None:
    """Ask the business register anew what it says of this supplier, after the commit."""
    later(_jobs["follow_register"], once=f"procurement.follow.{number}", number=number)
