"""The jobs that use cases write. Jobs are declared a room above, so they are handed down at start-up."""

from madang.framework.jobs import Job

_jobs: dict[str, Job] = {}


def hand_down(*, issue: Job, advance: Job) -> None:
    """Make the jobs known; `jobs` does it when it is imported."""
    _jobs.update(issue=issue, advance=advance)


def issue_job() -> Job:
    """The job that issues a waiting certificate."""
    return _jobs["issue"]


def advance_job() -> Job:
    """The job that sends the later parts of a life event."""
    return _jobs["advance"]
