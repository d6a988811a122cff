"""What civil services do when a case or a charge of this member moves on."""

from datetime import datetime

from madang.framework.cases.models import Case, CaseEvent
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.systems.civil.usecases.announce_progress import announce_progress
from madang.systems.civil.usecases.note_payment import note_payment


def case_moved(case: Case, event: CaseEvent) -> None:
    """Tell the counter about a case of civil's own."""
    announce_progress(case=case, event=event)


def charge_changed(charge: Charge, now: datetime) -> None:
    """A paid (or waived) fee lets its application go on."""
    if charge.state in {ChargeState.PAID, ChargeState.WAIVED}:
        note_payment(charge=charge.number, now=now)
