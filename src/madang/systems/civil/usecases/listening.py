"""What civil services do when a charge of this member moves on."""

from datetime import datetime

from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.systems.civil.usecases.note_payment import note_payment


def charge_changed(charge: Charge, now: datetime) -> None:
    """A paid (or waived) fee lets its application go on."""
    if charge.state in {ChargeState.PAID, ChargeState.WAIVED}:
        note_payment(charge=charge.number, now=now)
