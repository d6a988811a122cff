"""Charges that are paid with money which came before: one payment for several of one payer, a deposit, what is owed back."""

from collections.abc import Mapping
from datetime import datetime

from madang.framework.audit import record
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.usecases.charge import charge
from madang.framework.money.usecases.settle import pay_otherwise
from madang.framework.values import Money, Party
from madang.framework.values.identifiers import new_key

TOGETHER, DEPOSIT, OFFSET = "together", "deposit", "set_off"


def charge_together(
    *,
    payer: Party,
    amount: Money,
    purpose: str,
    titles: Mapping[str, str],
    reference: str,
    service: str,
    actor: Actor,
    now: datetime,
) -> Charge:
    """A charge that is paid in the place of several others, which stay open until its money is shared out. It is no claim of
    its own: the books have nothing of it before its money comes, which then stands in transit.
    """
    return charge(
        payer=payer,
        amount=amount,
        purpose=purpose,
        titles=titles,
        reference=reference,
        account=journal.TRANSIT,
        service=service,
        actor=actor,
        now=now,
    )


def settle_from(*, together: Charge, number: str, now: datetime) -> bool:
    """Pay a whole open charge out of what came for several. False where it is not open any more.

    In the transaction in which `together` is paid; the caller gives out no more than came.
    """
    return _settled(number, TOGETHER, together.number, journal.TRANSIT, now)


def draw_deposit(*, deposit: Charge, number: str, now: datetime) -> bool:
    """Pay a whole open charge out of a deposit that was given for it. False where it is not open any more.

    In the caller's transaction, which draws no more than the deposit holds.
    """
    return _settled(number, DEPOSIT, deposit.number, journal.DEPOSITS, now)


def set_off(*, refund: str, number: str, now: datetime) -> bool:
    """Pay a whole open charge with what the books owe already (`refunds_payable`) under the number `refund`. No money moves.
    False where it is not open any more.

    In the caller's transaction, which gives out no more than is owed.
    """
    return _settled(number, OFFSET, refund, journal.REFUNDS_PAYABLE, now)


def _settled(number: str, way: str, source: str, account: str, now: datetime) -> bool:
    held = Charge.objects.select_for_update().filter(number=number, state=ChargeState.OPEN.value).first()
    if held is None:
        return False
    pay_otherwise(charge=held, token=new_key(), gateway=way, reference=source, came_to=account, now=now)
    detail = {way: source, "minor": held.minor, "currency": held.currency}
    record(
        actor=system_actor(f"money.{way}"), action="money.settled", target=f"charge:{number}", detail=detail, now=now
    )
    return True
