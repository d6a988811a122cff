"""A collector decides a refund: refuses it, or owes it, after what is overdue took its part."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.exchange.refunds import pay_later
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import SlotNotApplicable, SlotUnfilled
from madang.framework.money import books
from madang.framework.money.domain.journal import REFUNDS_PAYABLE, Posting
from madang.framework.money.usecases.pay_together import set_off
from madang.framework.notify import notify
from madang.framework.values import Fault, Money, Refusal
from madang.systems.tax.domain.collection import allocate_payment
from madang.systems.tax.domain.filing import read_period
from madang.systems.tax.domain.penalties import refund_interest
from madang.systems.tax.domain.refunds import RefundState, interest_from
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Due, Offset, Refund, Return, Taxpayer
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.arrears import debt_of, overdue
from madang.systems.tax.usecases.dues.end_due import locked
from madang.systems.tax.usecases.dues.pay_due import pay_due
from madang.systems.tax.usecases.dues.raise_due import account_of
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.returns import law


class RefundDecided(Refusal):
    """A colleague was faster."""

    code = "tax.refund.decided"
    says = _("Refund {number} was decided before. Look at its page for what was decided.")


class ReasonMissing(Refusal):
    """A refusal has reasons."""

    code = "tax.refund.reason_missing"
    says = _("The refund was not refused: say why, the taxpayer reads it.")
    status = 422


def grant_refund(*, refund: Refund, actor: Actor, now: datetime) -> Refund:
    """What is overdue takes its part in the law's order, the rest is owed (Framework Act on National Taxes art. 51 (2)).

    Raises Forbidden, RefundDecided.
    """
    require(actor, "tax.collect", refund.taxpayer.office_code)
    with transaction.atomic():
        held = _held(refund)
        # One refund of a taxpayer after the other: the second sees what the first left of a due.
        Taxpayer.objects.select_for_update(no_key=True).get(pk=held.taxpayer_id)
        debts = locked(dues=overdue(on=timezone.localdate(now), party=held.taxpayer.party))
        owed = [debt_of(due=one) for one in debts]
        held.interest_minor = interest_of(refund=held, on=timezone.localdate(now))
        portions = allocate_payment(paid=held.minor + held.interest_minor, debts=owed, on=timezone.localdate(now))
        by_number = {one.number: one for one in debts}
        _book(held, now)
        held.offset_minor = sum(_set_off(held, by_number[one.number], one.minor, actor, now) for one in portions)
        held.state = (RefundState.OWED if held.rest else RefundState.OFFSET).value
        held.decided_at, held.decided_by = now, officer(actor)
        held.save()
        _tell(held, now)
        if held.rest:
            pay_later(system=SYSTEM, number=held.number)
        detail = {"interest": held.interest_minor, "offset": held.offset_minor, "rest": held.rest}
        record(actor=actor, action="tax.grant_refund", target=f"refund:{held.number}", detail=detail, now=now)
    return held


def refuse_refund(*, refund: Refund, reasons: str, actor: Actor, now: datetime) -> Refund:
    """Nothing is owed back, and the taxpayer reads why. Raises Forbidden, ReasonMissing, RefundDecided."""
    require(actor, "tax.collect", refund.taxpayer.office_code)
    if not reasons.strip():
        raise ReasonMissing(faults=(Fault("reasons", str(ReasonMissing.says), ReasonMissing.code),))
    with transaction.atomic():
        held = _held(refund)
        held.state, held.reasons = RefundState.REFUSED.value, reasons.strip()[:1000]
        held.decided_at, held.decided_by = now, officer(actor)
        held.save()
        values = {"number": held.number, "reasons": held.reasons}
        notify(party=held.taxpayer.party, template="tax/refund_refused", values=values, link="/tax/dues/", now=now)
        record(actor=actor, action="tax.refuse_refund", target=f"refund:{held.number}", detail={}, now=now)
    return held


def interest_of(*, refund: Refund, on: date) -> int:
    """What the law adds to a refund that a return brings, if it is decided that day; nothing where the country adds nothing.

    What an appeal brings back bears interest from the day of its payment, which is not reckoned here.
    """
    filed = Return.objects.filter(number=refund.source).first()
    if filed is None:
        return 0
    last = law.due_on(tax=Tax(filed.tax), period=read_period(code=filed.period))
    days = collection_law.number(name="refund_days", on=last)
    starts_on = interest_from(filed_on=timezone.localdate(filed.filed_at), due_on=last, days=days)
    if on < starts_on:
        return 0
    try:
        return refund_interest(refund=refund.minor, starts_on=starts_on, paid_on=on).payable
    except (SlotNotApplicable, SlotUnfilled):
        return 0


def _held(refund: Refund) -> Refund:
    held = Refund.objects.select_for_update(of=("self",)).select_related("taxpayer").get(pk=refund.pk)
    if held.state != RefundState.CLAIMED:
        raise RefundDecided(number=held.number)
    return held


def _book(refund: Refund, now: datetime) -> None:
    """The refund with its interest lessens its own tax's revenue and is owed."""
    postings = (Posting(account_of(tax=refund.tax), refund.amount), Posting(REFUNDS_PAYABLE, -refund.amount))
    books.post(kind="tax_refund", reference=refund.number, postings=postings, now=now)


def _set_off(refund: Refund, due: Due, minor: int, actor: Actor, now: datetime) -> int:
    pay = partial(set_off, refund=refund.number, now=now)
    paid = pay_due(
        due=due, minor=minor, pay=pay, by=refund.number, reason=f"Refund {refund.number}", actor=actor, now=now
    )
    Offset.objects.create(refund=refund, due=paid, minor=paid.minor)
    return paid.minor


def _tell(refund: Refund, now: datetime) -> None:
    values = {
        "number": refund.number,
        "amount": Money(refund.minor + refund.interest_minor, refund.currency),
        "offset": Money(refund.offset_minor, refund.currency),
        "rest": Money(refund.rest, refund.currency),
    }
    notify(party=refund.taxpayer.party, template="tax/refund_granted", values=values, link="/tax/dues/", now=now)
