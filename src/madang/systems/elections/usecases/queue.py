"""What elections leave to workers. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def add_up_part(*, part: int) -> None:
    """Have a worker add up a part of the ballots, after the commit."""
    later(_jobs["add_up_part"], part=part)


def check_shuffle(*, shuffle: int) -> None:
    """Have a worker check a shuffle that a trustee handed in, after the commit."""
    later(_jobs["check_shuffle"], shuffle=shuffle)


def tell_cancelled(*, election: int) -> None:
    """Have a worker tell the next voters that the election is cancelled, after the commit."""
    later(_jobs["tell_cancelled"], election=election)
