"""Amend an issued invoice: the reason says which invoices are made and of which day they are."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.tax.domain.amendment import Change, Dated, Made, Reason, Rule, amended, faults_of_change
from madang.systems.tax.domain.einvoicing import STANDING, Wrong, amount_fault
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.invoices import law
from madang.systems.tax.usecases.invoices.facts import from_json
from madang.systems.tax.usecases.invoices.lock_seller import lock_seller
from madang.systems.tax.usecases.invoices.record_invoices import Amending, Ready, record_invoices
from madang.systems.tax.usecases.invoices.refusals import InvoiceRefused, NotToAmend, NotYourInvoice, faults


def amend_invoice(
    *, original: TaxInvoice, reason: Reason, change: Change, actor: Actor, now: datetime
) -> list[TaxInvoice]:
    """The invoices that amend it, one or two. Raises NotYourInvoice, NotToAmend, InvoiceRefused."""
    with transaction.atomic():
        lock_seller(seller=original.seller)
        made = plan_amendment(original=original, reason=reason, change=change, actor=actor, now=now)
        return record_invoices(ready=_ready(original, reason, change, made), actor=actor, now=now)


def plan_amendment(
    *, original: TaxInvoice, reason: Reason, change: Change, actor: Actor, now: datetime
) -> tuple[Made, ...]:
    """The invoices that would be made; nothing is issued. Raises NotYourInvoice, NotToAmend, InvoiceRefused."""
    if not may_amend(original=original, actor=actor):
        raise NotYourInvoice
    require(actor, "tax.invoice", permissions.of(Party.business(original.seller)))
    if not amendable(invoice=original):
        raise NotToAmend
    rule, today = law.rules()[reason], timezone.localdate(now)
    first, left = from_json(facts=original.facts), remaining(invoice=original)
    wrong = (
        *faults_of_change(original=first, remaining=left, rule=rule, change=change, today=today),
        *_amounts(change),
        *_term(original, rule, change, today),
    )
    if wrong:
        raise InvoiceRefused(faults=faults(found=wrong))
    return amended(original=first, rule=rule, change=change, note=_note(original, rule, change))


def may_amend(*, original: TaxInvoice, actor: Actor) -> bool:
    """Whether the actor acts for the business that issued it, or is the machinery."""
    return actor.party == Party.business(original.seller) or actor.party is None


def amendable(*, invoice: TaxInvoice) -> bool:
    """Whether it is a supply of its own that was not taken back: a first invoice, or one that stands in another's place."""
    return (not invoice.part or invoice.part in STANDING) and remaining(invoice=invoice) > 0


def remaining(*, invoice: TaxInvoice) -> Decimal:
    """What earlier amendments left of its taxable value."""
    taken = invoice.amendments.exclude(part__in=STANDING).aggregate(total=Sum("net_minor"))["total"] or 0
    digits: int = from_json(facts=invoice.facts).digits
    return Decimal(invoice.net_minor + taken).scaleb(-digits)


def _amounts(change: Change) -> tuple[Wrong, ...]:
    """Absurd amounts; a difference may be less than nothing."""
    return tuple(
        Wrong(place="lines", code=code, value=str(amount)[:40])
        for line in change.lines
        for amount in (abs(line.quantity), line.price)
        if (code := amount_fault(amount=amount))
    )


def _term(original: TaxInvoice, rule: Rule, change: Change, today: date) -> tuple[Wrong, ...]:
    last = law.last_day(rule=rule, supplied_on=original.written_on)
    # A letter of credit counts by the day it was opened, all else by the day of the amendment.
    counted = change.happened_on if rule.reason is Reason.LETTER_OF_CREDIT else today
    return (Wrong(place="happened_on", code="term_over", value=last.isoformat()),) if last and counted > last else ()


def _note(original: TaxInvoice, rule: Rule, change: Change) -> str:
    """What the law wants beside the figures: the other of the two days. It stands in the file, so in the country's language."""
    with override(pack().languages[0]):
        if rule.dated is Dated.EVENT:
            return _("First written on {day}").format(day=original.written_on.isoformat())
        if rule.reason is Reason.LETTER_OF_CREDIT:
            return _("Letter of credit or confirmation of {day}").format(day=change.happened_on.isoformat())
    return ""


def _ready(original: TaxInvoice, reason: Reason, change: Change, made: tuple[Made, ...]) -> list[Ready]:
    # What repeats the first invoice's day is not late by it: the law gives it its own term, or none.
    due = law.issue_terms(written_on=change.happened_on).due_on
    count = original.amendments.count()
    return [
        Ready(
            invoice=one.invoice,
            key=f"{original.number}:{count + place}",
            settled=original.settled,
            amending=Amending(original=original, reason=reason, part=one.part, happened_on=change.happened_on),
            due_on=due,
        )
        for place, one in enumerate(made, 1)
    ]
