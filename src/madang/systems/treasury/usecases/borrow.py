"""Borrow, accrue interest, serve the debt."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.debt import DayCount, Service, accrued, schedule
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import Debt, DebtService, LoanAgreement
from madang.systems.treasury.usecases.book import book

MOST_SERVICES = 400
# The events of the posting rules, by what kind of debt it is.
# In another currency than the state's they end in `_foreign`.
ISSUED = {"bond": "debt_issued", "loan": "loan_drawn"}
SERVICED = {"bond": "debt_serviced", "loan": "loan_serviced"}


class TermsUnfit(Refusal):
    """The terms of a debt cannot be."""

    code = "treasury.terms_unfit"
    says = _("The terms of the debt cannot be as given. Correct what is listed.")
    status = 422


class ServedAlready(Refusal):
    """Paid before."""

    code = "treasury.served_already"
    says = _("What was due on {day} is paid already.")


class PaidTooEarly(Refusal):
    """Before there was a debt."""

    code = "treasury.paid_too_early"
    says = _("The debt begins on {day}, so nothing of it can have been paid before.")
    status = 422


def borrow(
    *,
    lender: str,
    minor: int,
    rate: Decimal,
    count: DayCount,
    issued_on: date,
    every: int,
    times: int,
    bullet: bool,
    actor: Actor,
    now: datetime,
    fund: str = "",
    agreement: LoanAgreement | None = None,
    currency: str = "",
    received: int | None = None,
) -> Debt:
    """A bond, or with its agreement a part of a loan; the money is at the bank. In another `currency` than the state's,
    `received` is what the bank paid out for it in the state's. Raises Forbidden, TermsUnfit, RateMissing, PeriodLocked."""
    require(actor, "treasury.close")
    currency = currency or pack().currency
    require_terms(minor=minor, rate=rate, every=every, times=times)
    _require_home(received, currency, "received")
    with transaction.atomic():
        debt = Debt.objects.create(
            number=f"D{issued_on.year}-{random_symbols(count=8)}",
            kind="loan" if agreement else "bond",
            agreement=agreement,
            lender=lender[:140],
            fund=fund,
            currency=currency,
            minor=minor,
            rate=rate,
            day_count=count.value,
            issued_on=issued_on,
            received=received,
        )
        _begin(debt, every, times, bullet, actor, now)
    return debt


def _begin(debt: Debt, every: int, times: int, bullet: bool, actor: Actor, now: datetime) -> None:
    planned = schedule(
        principal=debt.minor,
        rate=debt.rate,
        count=DayCount(debt.day_count),
        issued_on=debt.issued_on,
        every=every,
        times=times,
        bullet=bullet,
    )
    DebtService.objects.bulk_create(_row(debt, one) for one in planned)
    home = {} if debt.received is None else {"paid": Money(debt.received, pack().currency)}
    name = ISSUED[debt.kind] + ("_foreign" if home else "")
    _book(name, debt, debt.minor, debt.number, debt.issued_on, now, home)
    _record("treasury.borrow", debt, {"minor": debt.minor, "rate": str(debt.rate)}, actor, now)


def accrue(*, until: date, actor: Actor, now: datetime) -> int:
    """Book the interest that lenders earned by `until` on every debt; how many. Again: nothing more. Raises Forbidden."""
    require(actor, "treasury.close")
    touched = 0
    with transaction.atomic():
        for debt in Debt.objects.select_for_update().filter(issued_on__lte=until).order_by("pk"):
            touched += _accrue(debt, until, now)
        detail = {"debts": touched}
        audit.record(actor=actor, action="treasury.accrue", target=f"debts:{until}", detail=detail, now=now)
    return touched


def serve(*, service: DebtService, on: date, actor: Actor, now: datetime, cost: int | None = None) -> DebtService:
    """Pay what is due: interest is accrued up to the due day first. In another currency than the state's, `cost` is what the
    bank took for it in the state's. Raises Forbidden, TermsUnfit, ServedAlready, PaidTooEarly, RateMissing, PeriodLocked."""
    require(actor, "treasury.close")
    with transaction.atomic():
        debt = Debt.objects.select_for_update().get(pk=service.debt_id)
        held = DebtService.objects.select_for_update().get(pk=service.pk)
        if held.paid_on is not None:
            raise ServedAlready(day=written.day(held.due_on))
        if on < debt.issued_on:
            raise PaidTooEarly(day=written.day(debt.issued_on))
        _require_home(cost, debt.currency, "cost")
        _accrue(debt, held.due_on, now)
        held.paid_on, held.cost = on, cost
        held.save(update_fields=["paid_on", "cost"])
        name, amounts = _service_amounts(debt, held)
        _book(name, debt, held.principal + held.interest, f"{debt.number}/{held.due_on}", on, now, amounts)
        _record("treasury.serve", debt, {key: one.minor for key, one in amounts.items()}, actor, now)
    return held


def _service_amounts(debt: Debt, held: DebtService) -> tuple[str, dict[str, Money]]:
    """Its event and amounts. Of what the bank took for another currency, interest has its share and principal the rest."""
    due = held.principal + held.interest
    amounts = {
        "principal": Money(held.principal, debt.currency),
        "interest": Money(held.interest, debt.currency),
        "paid": Money(due, debt.currency),
    }
    if held.cost is None:
        return SERVICED[debt.kind], amounts
    home = pack().currency
    interest = held.cost * held.interest // due if due else 0
    amounts |= {
        "paid": Money(held.cost, home),
        "interest_cost": Money(interest, home),
        "principal_cost": Money(held.cost - interest, home),
    }
    return f"{SERVICED[debt.kind]}_foreign", amounts


def _require_home(given: int | None, currency: str, place: str) -> None:
    """What the bank paid out or took in the state's currency is told where the debt is in another one, and there alone."""
    foreign = currency != pack().currency
    known = len(currency) == 3 and currency.isascii() and currency.isupper()
    if not known or foreign != (given is not None) or (given is not None and not 0 < given <= LARGEST):
        says = _("Of a debt in another currency, tell what the bank paid out or took for it in the state's own.")
        raise TermsUnfit(faults=(Fault(place, str(says)),))


def require_terms(*, minor: int, rate: Decimal, every: int, times: int) -> None:
    """Raises TermsUnfit with every fault of an amount, a rate and a rhythm."""
    faults = []
    if not 0 < minor <= LARGEST:
        faults.append(
            Fault("minor", str(_("The amount is more than nothing and at most {most}.")).format(most=LARGEST))
        )
    if not rate.is_finite() or not 0 <= rate <= 1:
        faults.append(Fault("rate", str(_("The rate is a part of one a year, such as 0.0325."))))
    if not 0 < every <= 12 or not 0 < times <= MOST_SERVICES:
        faults.append(Fault("times", str(_("Interest is paid every 1 to 12 months, at most 400 times."))))
    if faults:
        raise TermsUnfit(faults=tuple(faults))


def services_of(*, rows: Iterable[DebtService]) -> tuple[Service, ...]:
    """The rows of a schedule as the rules take them."""
    return tuple(Service(due_on=one.due_on, principal=one.principal, interest=one.interest) for one in rows)


def _row(debt: Debt, one: Service) -> DebtService:
    return DebtService(debt=debt, due_on=one.due_on, principal=one.principal, interest=one.interest)


def _record(action: str, debt: Debt, detail: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    audit.record(actor=actor, action=action, target=f"debt:{debt.number}", detail=dict(detail), now=now)


def _accrue(debt: Debt, until: date, now: datetime) -> bool:
    services = services_of(rows=debt.services.order_by("due_on"))
    total = accrued(
        principal=debt.minor,
        rate=debt.rate,
        count=DayCount(debt.day_count),
        issued_on=debt.issued_on,
        services=services,
        until=until,
    )
    more = total - debt.accrued
    if more <= 0:
        return False
    debt.accrued = total
    debt.save(update_fields=["accrued"])
    _book("interest_accrued", debt, more, f"{debt.number}/{until}", until, now)
    return True


def _book(
    name: str,
    debt: Debt,
    minor: int,
    reference: str,
    on: date,
    now: datetime,
    amounts: Mapping[str, Money] | None = None,
) -> None:
    event = Event(
        name=name,
        amount=Money(minor, debt.currency),
        fund=debt.fund,
        coding=debt.number,
        amounts=dict(amounts or {}),
    )
    book(event=event, reference=reference, on=on, now=now, memo=debt.lender)
