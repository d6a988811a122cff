"""Sign a loan agreement, and draw it down part by part."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.models import Debt, LoanAgreement
from madang.systems.treasury.usecases.borrow import TermsUnfit, borrow, require_terms

LAST_DAY = _("The last day to draw is not before the day of signature.")


class LoanExhausted(Refusal):
    """More than what is left, or on a day on which nothing can be drawn."""

    code = "treasury.loan_exhausted"
    says = _(
        "Of loan {number} {left} can still be drawn, from {signed_on} until {available_until}. Draw a smaller amount on a "
        "day between, or agree with the lender on more."
    )


def sign_loan(
    *,
    lender: str,
    purpose: str,
    minor: int,
    rate: Decimal,
    count: DayCount,
    every: int,
    times: int,
    bullet: bool,
    signed_on: date,
    available_until: date,
    actor: Actor,
    now: datetime,
    fund: str = "",
    currency: str = "",
) -> LoanAgreement:
    """A loan that may be drawn until a day; nothing is booked yet. Raises Forbidden, TermsUnfit."""
    require(actor, "treasury.close")
    require_terms(minor=minor, rate=rate, every=every, times=times)
    if available_until < signed_on:
        raise TermsUnfit(faults=(Fault("available_until", str(LAST_DAY), TermsUnfit.code),))
    with transaction.atomic():
        made = LoanAgreement.objects.create(
            number=f"L{signed_on.year}-{random_symbols(count=8)}",
            lender=lender[:140],
            purpose=purpose[:140],
            fund=fund,
            currency=currency or pack().currency,
            minor=minor,
            rate=rate,
            day_count=count.value,
            every=every,
            times=times,
            bullet=bullet,
            signed_on=signed_on,
            available_until=available_until,
        )
        _note(made, actor, now)
    return made


def _note(made: LoanAgreement, actor: Actor, now: datetime) -> None:
    detail = {"minor": made.minor, "rate": str(made.rate)}
    audit.record(actor=actor, action="treasury.sign_loan", target=f"loan:{made.number}", detail=detail, now=now)


def draw_loan(
    *, agreement: LoanAgreement, minor: int, on: date, actor: Actor, now: datetime, received: int | None = None
) -> Debt:
    """A part of the loan is at the bank: a debt with a schedule of its own; of another currency than the state's with what the
    bank paid out for it. Raises Forbidden, TermsUnfit, LoanExhausted, RateMissing, PeriodLocked."""
    require(actor, "treasury.close")
    with transaction.atomic():
        held = LoanAgreement.objects.select_for_update().get(pk=agreement.pk)
        left = held.minor - held.drawn
        if minor > left or not held.signed_on <= on <= held.available_until:
            raise LoanExhausted(
                number=held.number,
                left=written.money(Money(left, held.currency)),
                signed_on=written.day(held.signed_on),
                available_until=written.day(held.available_until),
            )
        debt = borrow(
            lender=held.lender,
            minor=minor,
            rate=held.rate,
            count=DayCount(held.day_count),
            issued_on=on,
            every=held.every,
            times=held.times,
            bullet=held.bullet,
            actor=actor,
            now=now,
            fund=held.fund,
            agreement=held,
            currency=held.currency,
            received=received,
        )
        held.drawn += minor
        held.save(update_fields=["drawn"])
    return debt
