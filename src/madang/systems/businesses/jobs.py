"""What runs later: the names of representatives, and the certificate that ends a registration."""

from madang.framework.jobs import job
from madang.framework.values import clock
from madang.systems.businesses.usecases import queue
from madang.systems.businesses.usecases.ask_names import ask_names
from madang.systems.businesses.usecases.issue_card import issue_card


@job(queue="default", retry=8)
def note_names(number: str) -> None:
    """Ask the resident register who represents the business; tried again while it is down."""
    ask_names(number=number, now=clock.now())


@job(queue="issue", retry=8)
def issue_registration_card(case: str) -> None:
    """Issue what a granted registration ends with."""
    issue_card(case=case, now=clock.now())


queue.hand_down(ask_names=note_names, issue_card=issue_registration_card)
