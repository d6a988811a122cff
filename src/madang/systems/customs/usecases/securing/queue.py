"""What guarantees leave to be done later. The job hands itself down when it is declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job
from madang.framework.values import Party

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def secure_waiting(*, party: Party) -> None:
    """After the commit, look again at declarations that wait for a guarantee of this party."""
    later(_jobs["secure_waiting"], once=f"customs.secure.{party}", kind=party.kind.value, key=party.key)
