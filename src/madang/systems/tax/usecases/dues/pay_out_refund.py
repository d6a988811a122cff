"""What is left of a refund is paid out by the treasury, to the account that the taxpayer named; what the bank could not pay
waits for another account.
"""

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
from madang.framework.values import Fault, Money, Refusal
from madang.systems.tax.domain.refunds import RefundState
from madang.systems.tax.models import Refund
from madang.systems.tax.usecases import permissions, queue
from madang.systems.tax.usecases.dues.open_refund import require_account
from madang.systems.tax.usecases.dues.raise_due import account_of
from madang.systems.tax.usecases.dues.wording import due_title
from madang.systems.tax.usecases.name import SYSTEM

PAY = declare(gettext_noop("Paying out a tax refund"))
ITSELF = system_actor(SYSTEM)


class NotReturned(Refusal):
    """Its payment did not come back."""

    code = "tax.refund.not_returned"
    says = _("Refund {number} waits for no other account. Its page of your taxes says where the money is.")


def pay_out_refund(*, number: str, now: datetime) -> None:
    """Ask the treasury for the payment, once for each account; where it takes the account for none, the taxpayer is told.

    In a country whose law lets the tax office ask nobody for payments the refund stays owed.
    """
    refund = Refund.objects.select_related("taxpayer").get(number=number)
    if refund.state != RefundState.OWED or refund.order or not refund.rest:
        return
    if not refund.account:
        _wait(number, refund.reference, "", now)
        return
    basis = legal_basis(asker=SYSTEM, question=PayRefund)
    key = f"PayRefund:{refund.reference}"
    asking = Asking(system=SYSTEM, actor=ITSELF, purpose=PAY, basis=basis, case="", idempotency_key=key)
    try:
        taken = ask(_question(refund), asking)
    except AnsweredNo as no:
        _wait(number, refund.reference, str(no), now)
        return
    except NotGranted:
        return
    Refund.objects.filter(number=number, tries=refund.tries, order="").update(order=str(taken.number))


def _question(refund: Refund) -> PayRefund:
    title = due_title(tax=refund.tax, period=refund.period, reason="return")
    return PayRefund(
        reference=refund.reference,
        payee=refund.holder,
        account=refund.account,
        holder=refund.holder,
        purpose=f"{refund.number} {title}"[:140],
        amount=Money(refund.rest, refund.currency),
        due_on=refund.due_on,
        revenue_account=account_of(tax=refund.tax),
        decided_by=refund.decided_by,
    )


def _wait(number: str, reference: str, reason: str, now: datetime, *, came_back_on: date | None = None) -> None:
    """The refund waits for another account, and the taxpayer is told; nothing where another try runs already."""
    with transaction.atomic():
        held = Refund.objects.select_for_update(of=("self",)).select_related("taxpayer").get(number=number)
        if held.reference != reference or held.state == RefundState.RETURNED:
            return
        if came_back_on is not None:
            postings = refund_sent(amount=Money(-held.rest, held.currency))
            books.post(kind="tax_refund_returned", reference=reference, postings=postings, now=now)
        held.state, held.paid_on, held.bank_reason = RefundState.RETURNED.value, None, reason[:200]
        held.save(update_fields=["state", "paid_on", "bank_reason"])
        values = {"number": held.number, "amount": Money(held.rest, held.currency)}
        notify(party=held.taxpayer.party, template="tax/refund_returned", values=values, link="/tax/dues/", now=now)
        record(actor=ITSELF, action="tax.return_refund", target=held.number, detail={"try": held.tries}, now=now)


def hear_paid(*, reference: str, paid_on: date, now: datetime) -> None:
    """The bank paid it."""
    with transaction.atomic():
        held = _named(reference).select_for_update(of=("self",)).first()
        if held is None or held.state != RefundState.OWED:
            return
        held.state, held.paid_on = RefundState.PAID.value, paid_on
        held.save(update_fields=["state", "paid_on"])
        amount = Money(held.rest, held.currency)
        books.post(kind="tax_refund_paid", reference=reference, postings=refund_sent(amount=amount), now=now)
        values = {"number": held.number, "amount": amount}
        notify(party=held.taxpayer.party, template="tax/refund_paid", values=values, link="/tax/dues/", now=now)
        record(actor=ITSELF, action="tax.pay_refund", target=held.number, detail={"minor": held.rest}, now=now)


def hear_returned(*, reference: str, was_paid: bool, returned_on: date, reason: str, now: datetime) -> None:
    """The bank would not pay it, or brought it back."""
    held = _named(reference).first()
    if held is not None:
        _wait(held.number, reference, reason, now, came_back_on=returned_on if was_paid else None)


def _named(reference: str) -> QuerySet[Refund]:
    """The refund of this try, if there is one."""
    number, _stroke, tries = reference.rpartition("/")
    return Refund.objects.select_related("taxpayer").filter(number=number, tries=int(tries) if tries.isdigit() else 0)


def change_account(*, refund: Refund, account: str, holder: str, actor: Actor, now: datetime) -> Refund:
    """The taxpayer names another account for a refund that could not be paid; it is paid anew.

    Raises Forbidden, AccountMissing, NotReturned.
    """
    require(actor, "tax.file", permissions.of(refund.taxpayer.party))
    given = require_account(account=account, holder=holder)
    with transaction.atomic():
        held = Refund.objects.select_for_update(of=("self",)).select_related("taxpayer").get(pk=refund.pk)
        if held.state != RefundState.RETURNED:
            says = str(NotReturned.says).format(number=held.number)
            raise NotReturned(number=held.number, faults=(Fault("account", says, NotReturned.code),))
        held.account, held.holder = given
        held.state, held.order, held.bank_reason, held.tries = RefundState.OWED.value, "", "", held.tries + 1
        held.save(update_fields=["account", "holder", "state", "order", "bank_reason", "tries"])
        queue.pay_out(refund=held.number)
        record(actor=actor, action="tax.change_account", target=held.number, detail={"try": held.tries}, now=now)
    return held
