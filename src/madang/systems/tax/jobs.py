"""What runs after a commit or on a schedule."""

from madang.exchange import refunds
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every, job
from madang.framework.values import clock
from madang.systems.tax.usecases import queue
from madang.systems.tax.usecases.compliance.find_risks import find_risks
from madang.systems.tax.usecases.dues import papers
from madang.systems.tax.usecases.invoices.transmit_invoices import transmit_invoices
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.follow_register import follow_register
from madang.systems.tax.usecases.registration.follow_residence import follow_residence
from madang.systems.tax.usecases.returns import queue as returns_queue
from madang.systems.tax.usecases.returns.seal_receipt import seal_receipt as seal_one


@job(queue="issue", retry=8)
def seal_receipt(number: str) -> None:
    """Draw and seal the receipt of a return; a second run finds it there."""
    seal_one(number=number, now=clock.now())


returns_queue.hand_down(seal_receipt=seal_receipt)


@every("10 15 * * *")
def transmit_tax_invoices() -> None:
    """Soon after midnight in Korea: what was issued the day before goes to the tax office, a day before its term ends."""
    transmit_invoices(actor=system_actor("tax.transmit_invoices"), now=clock.now())


@job(queue="default", retry=8)
def issue_notice(assessment: str) -> None:
    """Draw, seal and send the notice of an assessment."""
    papers.issue_notice(assessment=assessment, now=clock.now())


@job(queue="default", retry=8)
def issue_demand(due: str) -> None:
    """Draw, seal and send the demand for an overdue due."""
    papers.issue_demand(due=due, now=clock.now())


@job(queue="default", retry=12)
def pay_out(refund: str) -> None:
    """What an older release deferred under this name, which may still wait at an upgrade."""
    refunds.pay_out(system=SYSTEM, number=refund, now=clock.now())


@job(queue="default", retry=8)
def follow_business(number: str) -> None:
    """Ask the business register what it says of a taxpayer now; tried again while it is down."""
    follow_register(number=number, now=clock.now())


@job(queue="default", retry=8)
def follow_person(person: str) -> None:
    """Ask the resident register where a taxpayer lives; tried again while it is down."""
    follow_residence(person=person, now=clock.now())


queue.hand_down(
    issue_notice=issue_notice,
    issue_demand=issue_demand,
    follow_business=follow_business,
    follow_person=follow_person,
)


@every("10 17 * * *")
def match_invoices() -> None:
    """Compliance: once a day, at night in Korea."""
    find_risks(now=clock.now())
