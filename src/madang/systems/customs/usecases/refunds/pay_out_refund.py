"""A refund is paid out by the treasury, to the account that its party named; what the bank could not pay waits for another."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.contracts.treasury_v1 import PayRefund
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.refusals import AnsweredNo, NotGranted
from madang.framework.audit import record
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.money import books
from madang.framework.money.domain.journal import refund_sent
from madang.framework.notify import notify
from madang.framework.values import Fault, Refusal
from madang.systems.customs.models import CustomsRefund
from madang.systems.customs.usecases.declarations.advance_declaration import account_of
from madang.systems.customs.usecases.declarations.words import levied_title
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.refunds import queue
from madang.systems.customs.usecases.refunds.accounts import require_account

PAY = declare(gettext_noop("Paying out a customs refund"))
ITSELF = system_actor(SYSTEM)


class NotReturned(Refusal):
    """Its payment did not come back."""

    code = "customs.refund_not_returned"
    says = _("Refund {number} waits for no other account. Its page says where the money is.")


def pay_out_refund(*, number: str, now: datetime) -> None:
    """Ask the treasury for the payment, once for each account; where it takes the account for none, the party is told.

    In a country whose law lets customs ask nobody for payments the refund stays owed.
    """
    refund = CustomsRefund.objects.get(number=number)
    if refund.state != "owed" or refund.order:
        return
    if not refund.account:
        _wait(number, refund.reference, "", now)
        return
    key = f"PayRefund:{refund.reference}"
    try:
        basis = legal_basis(asker=SYSTEM, question=PayRefund)
        asking = Asking(system=SYSTEM, actor=ITSELF, purpose=PAY, basis=basis, case="", idempotency_key=key)
        taken = ask(_question(refund), asking)
    except AnsweredNo as no:
        _wait(number, refund.reference, str(no), now)
        return
    except NotGranted:
        return
    CustomsRefund.objects.filter(number=number, tries=refund.tries, order="").update(order=str(taken.number))


def _question(refund: CustomsRefund) -> PayRefund:
    return PayRefund(
        reference=refund.reference,
        payee=refund.holder,
        account=refund.account,
        holder=refund.holder,
        purpose=f"{refund.number} {levied_title(levy=refund.levy)}"[:140],
        amount=refund.amount,
        due_on=refund.due_on,
        revenue_account=account_of(levy=refund.levy),
        decided_by=refund.decided_by,
    )


def _wait(number: str, reference: str, reason: str, now: datetime, *, came_back_on: date | None = None) -> None:
    """It waits for another account, and its party is told; nothing where another try runs already."""
    with transaction.atomic():
        held = CustomsRefund.objects.select_for_update(of=("self",)).get(number=number)
        if held.reference != reference or held.state == "returned":
            return
        if came_back_on is not None:
            postings = refund_sent(amount=-held.amount)
            books.post(kind="customs_refund_returned", reference=reference, postings=postings, now=now)
        held.state, held.paid_on, held.bank_reason = "returned", None, reason[:200]
        held.save(update_fields=["state", "paid_on", "bank_reason"])
        values = {"number": held.number, "amount": held.amount}
        notify(party=held.party, template="customs/refund_returned", values=values, link=held.link, now=now)
        _note("return_refund", held, ITSELF, now)


def hear_paid(*, reference: str, paid_on: date, now: datetime) -> None:
    """The bank paid it."""
    with transaction.atomic():
        held = _named(reference).select_for_update(of=("self",)).first()
        if held is None or held.state != "owed":
            return
        held.state, held.paid_on = "paid", paid_on
        held.save(update_fields=["state", "paid_on"])
        postings = refund_sent(amount=held.amount)
        books.post(kind="customs_refund_paid", reference=reference, postings=postings, now=now)
        values = {"number": held.number, "amount": held.amount}
        notify(party=held.party, template="customs/refund_paid", values=values, link=held.link, now=now)
        _note("pay_refund", held, ITSELF, now)


def hear_returned(*, reference: str, was_paid: bool, returned_on: date, reason: str, now: datetime) -> None:
    """The bank would not pay it, or brought it back."""
    held = _named(reference).first()
    if held is not None:
        _wait(held.number, reference, reason, now, came_back_on=returned_on if was_paid else None)


def _named(reference: str) -> QuerySet[CustomsRefund]:
    """The refund of this try, if there is one."""
    number, _stroke, tries = reference.rpartition("/")
    return CustomsRefund.objects.filter(number=number, tries=int(tries) if tries.isdigit() else 0)


def change_account(*, number: str, account: str, holder: str, actor: Actor, now: datetime) -> CustomsRefund:
    """The party names another account for a refund that could not be paid; it is paid anew.

    Raises Forbidden, AccountMissing, NotReturned.
    """
    with transaction.atomic():
        held = CustomsRefund.objects.select_for_update(of=("self",)).get(number=number)
        require(actor, "customs.declare", str(held.party))
        given = require_account(account=account, holder=holder)
        if held.state != "returned":
            says = str(NotReturned.says).format(number=held.number)
            raise NotReturned(number=held.number, faults=(Fault("account", says, NotReturned.code),))
        held.account, held.holder = given
        held.state, held.order, held.bank_reason, held.tries = "owed", "", "", held.tries + 1
        held.save(update_fields=["account", "holder", "state", "order", "bank_reason", "tries"])
        queue.pay_out(refund=held.number)
        _note("change_account", held, actor, now)
    return held


def _note(action: str, held: CustomsRefund, actor: Actor, now: datetime) -> None:
    target, detail = f"refund:{held.number}", {"minor": held.amount.minor, "try": held.tries}
    record(actor=actor, action=f"customs.{action}", target=target, detail=detail, now=now)
