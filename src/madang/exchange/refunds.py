"""What a system owes back to a named account is paid by the treasury: asked once for each try, followed by the treasury's word.

The rows and what becomes of them: `madang.framework.money.usecases.repay`.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from madang.contracts.envelope import Envelope
from madang.contracts.treasury_v1 import PayRefund, RefundPaid, RefundReturned
from madang.exchange.asking import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.refusals import AnsweredNo, NotGranted
from madang.exchange.registry import listens
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.jobs import job, later
from madang.framework.money.domain.states import RepaymentState
from madang.framework.money.models import Repayment
from madang.framework.money.usecases.repay import (
    Repayments,
    mark_ordered,
    mark_paid,
    name_account,
    repayments_of,
    wait_for_account,
)
from madang.framework.values import clock


class NothingRepaid(LookupError):
    """The system declared nothing that it pays back (`repay.declare`)."""


def _of(system: str) -> Repayments[Any]:
    found = repayments_of(system=system)
    if found is None:
        raise NothingRepaid(system)
    return found


@job(queue="default", retry=12)
def pay_out_refund(system: str, number: str) -> None:
    """Ask the treasury to pay; tried again while it is down."""
    pay_out(system=system, number=number, now=clock.now())


def pay_later(*, system: str, number: str) -> None:
    """Have the treasury pay what the system owes, after the commit."""
    later(pay_out_refund, system=system, number=number)


def pay_out(*, system: str, number: str, now: datetime) -> None:
    """Ask the treasury for the payment, once for each account; where it takes the account for none, the party is told.

    In a country whose law lets the system ask nobody for payments it stays owed.
    """
    of = _of(system)
    row: Repayment = of.rows._default_manager.get(number=number)
    if row.state != RepaymentState.OWED or row.order or not row.rest:
        return
    reference = row.reference
    if not row.account:
        wait_for_account(of=of, reference=reference, reason="", was_paid=False, now=now)
        return
    try:
        taken = ask(_question(of, row), _asking(of, reference))
    except AnsweredNo as no:
        wait_for_account(of=of, reference=reference, reason=str(no), was_paid=False, now=now)
    except NotGranted:
        return
    else:
        mark_ordered(of=of, reference=reference, order=str(taken.number))


def _asking(of: Repayments[Any], reference: str) -> Asking:
    return Asking(
        system=of.system,
        actor=system_actor(of.system),
        purpose=of.purpose,
        basis=legal_basis(asker=of.system, question=PayRefund),
        case="",
        idempotency_key=f"PayRefund:{reference}",
    )


def _question(of: Repayments[Any], row: Repayment) -> PayRefund:
    return PayRefund(
        reference=row.reference,
        payee=row.holder,
        account=row.account,
        holder=row.holder,
        purpose=f"{row.number} {of.title(row)}"[:140],
        amount=row.amount,
        due_on=row.due_on,
        revenue_account=of.lessens(row),
        decided_by=row.decided_by,
    )


def change_account(*, system: str, number: str, account: str, holder: str, actor: Actor, now: datetime) -> Repayment:
    """The party names another account for what could not be paid; it is paid anew. The row as it is then.

    Raises Forbidden, the system's refusals of a missing account and of what did not come back.
    """
    with transaction.atomic():
        held: Repayment = name_account(
            of=_of(system), number=number, account=account, holder=holder, actor=actor, now=now
        )
        pay_later(system=system, number=number)
    return held


@listens(RefundPaid)
def hear_paid(event: RefundPaid, envelope: Envelope) -> None:
    """The bank paid it."""
    of = repayments_of(system=event.system)
    if of is not None:
        mark_paid(of=of, reference=event.reference, paid_on=event.paid_on, now=clock.now())


@listens(RefundReturned)
def hear_returned(event: RefundReturned, envelope: Envelope) -> None:
    """The bank would not pay it, or brought it back."""
    of = repayments_of(system=event.system)
    if of is not None:
        now = clock.now()
        wait_for_account(of=of, reference=event.reference, reason=event.reason, was_paid=event.was_paid, now=now)
