"""A bank transfer that the treasury found pays a charge."""

from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import system_actor
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge, Payment
from madang.framework.money.usecases.settle import pay_otherwise
from madang.framework.values import Money

TRANSFER = "transfer"


def take_transfer(*, number: str, amount: Money, reference: str, in_suspense: bool, now: datetime) -> bool:
    """Settle the charge, once a transfer. `in_suspense`: the money stands in this journal's suspense account already.

    False where the charge is not open any more, or of another amount: the money then stays where it is, and the trail says so.
    """
    token = f"transfer-{reference}"[:40]
    with transaction.atomic():
        charge = Charge.objects.select_for_update().filter(number=number).first()
        if charge is None or Payment.objects.filter(token=token).exists():
            return False
        fits = charge.state == ChargeState.OPEN and charge.amount == amount
        if fits:
            pay_otherwise(
                charge=charge,
                token=token,
                gateway=TRANSFER,
                reference=reference,
                came_to=journal.SUSPENSE if in_suspense else journal.BANK,
                now=now,
            )
        record(
            actor=system_actor("money.transfer"),
            action="money.settled" if fits else "money.transfer_unneeded",
            target=f"charge:{charge.number}",
            detail={"reference": reference, "minor": amount.minor, "currency": amount.currency},
            now=now,
        )
    return fits
