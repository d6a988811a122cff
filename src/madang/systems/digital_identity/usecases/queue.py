"""What use cases leave to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def tell_logout(*, grant: int) -> None:
    """Tell the relying party that this sign-in is over, after the commit."""
    later(_jobs["tell_logout"], once=f"digital_identity.logout.{grant}", grant=grant)
