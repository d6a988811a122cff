"""What use cases leave to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def publish_lists(*, authority: str) -> None:
    """Publish the authority's delta list anew, after the commit."""
    later(_jobs["publish_lists"], once=f"signatures.lists.{authority}", authority=authority)
