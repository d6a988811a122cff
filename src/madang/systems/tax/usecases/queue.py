"""What use cases leave to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def issue_notice(*, assessment: str) -> None:
    """Draw and seal the notice of an assessment, after the commit."""
    later(_jobs["issue_notice"], once=f"tax.notice.{assessment}", assessment=assessment)


def issue_demand(*, due: str) -> None:
    """Draw and seal the letter that demands a due, after the commit."""
    later(_jobs["issue_demand"], once=f"tax.demand.{due}", due=due)


def follow_register(*, number: str) -> None:
    """Ask the business register what it says of a business now, after the commit."""
    later(_jobs["follow_business"], once=f"tax.register.{number}", number=number)


def follow_residence(*, person: str) -> None:
    """Ask the resident register where a taxpayer lives now, after the commit."""
    later(_jobs["follow_person"], once=f"tax.residence.{person}", person=person)
