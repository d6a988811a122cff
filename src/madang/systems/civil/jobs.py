"""What runs later: waiting certificates, later parts of life events, the catalogue's renewal."""

from datetime import timedelta

from madang.framework.jobs import every, job
from madang.framework.values import clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import queue
from madang.systems.civil.usecases.advance_bundle import advance_bundle
from madang.systems.civil.usecases.issue_instant import StillWaiting, issue_instant
from madang.systems.civil.usecases.refresh_catalogue import refresh_catalogue


@job(queue="issue", retry=6)
def issue(number: str) -> None:
    """Issue a waiting certificate; tried again in growing pauses while its owner is down."""
    issue_instant(number=number, now=clock.now())


@job(queue="default", retry=6)
def advance(number: str) -> None:
    """Send the later parts of a life event."""
    advance_bundle(number=number, now=clock.now())


@every("*/10 * * * *")
def renew_catalogue() -> None:
    """Ask every member what it offers."""
    refresh_catalogue(now=clock.now())


@every("*/2 * * * *")
def issue_what_waits() -> None:
    """Certificates whose own job has given up, the oldest first."""
    before = clock.now() - timedelta(minutes=2)
    numbers = Application.objects.filter(state=State.WAITING, changed_at__lt=before).order_by("changed_at")
    for number in list(numbers.values_list("number", flat=True)[:200]):
        try:
            issue_instant(number=number, now=clock.now())
        except StillWaiting:
            continue


queue.hand_down(issue=issue, advance=advance)
