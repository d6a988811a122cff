"""What runs later."""

from datetime import datetime

from madang.framework.documents.seal.sealer import renew_agency_seals
from madang.framework.documents.usecases.issue_receipt import annotate_receipts
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every, job, later
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.progress import on_charge_changed
from madang.framework.values import clock


@job(queue="documents", retry=10)
def tell_refund_on_receipts(number: str) -> None:
    """Sealed receipts of a charge that is given back say so."""
    charge = Charge.objects.get(number=number)
    annotate_receipts(charge=charge, actor=system_actor("documents.receipts"), now=clock.now())


@on_charge_changed
def note_refund(charge: Charge, now: datetime) -> None:
    """Drawing takes a while: it is done after the refund's transaction."""
    if charge.state == ChargeState.REFUNDED:
        later(tell_refund_on_receipts, number=charge.number)


@every("*/5 * * * *", queue="documents")
def renew_seals() -> None:
    """Certified seals for the offices that wait for theirs, and new ones before the old end."""
    renew_agency_seals(now=clock.now())
