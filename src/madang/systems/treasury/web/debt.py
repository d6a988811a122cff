"""What the state owes: bonds, loans and their draw-downs, what falls due, and paying it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Max, Min, Q, QuerySet, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.models import Debt, DebtService, LoanAgreement
from madang.systems.treasury.usecases import borrow as borrowing
from madang.systems.treasury.usecases.draw_loan import draw_loan, sign_loan
from madang.systems.treasury.usecases.inspect import look
from madang.systems.treasury.usecases.permissions import ACCOUNTANT
from madang.systems.treasury.web.accounting import (
    KEPT_BY,
    SEEN_BY,
    entries_of,
    fund_names,
    percent,
    tabs,
    today,
)
from madang.systems.treasury.web.asset_forms import UntilForm
from madang.systems.treasury.web.debt_forms import COUNTS, KINDS, DrawForm, IssueForm, LoanForm, PaidForm
from madang.systems.treasury.web.debt_totals import home, maturity, owed
from madang.systems.treasury.web.showing import form_page, money

SOON, SHOWN = timedelta(days=90), 50


@open_to(SEEN_BY)
@require_safe
def debts(request: ActorRequest) -> HttpResponseBase:
    """Every debt with what is still owed, what falls due year by year, and the loans that can still be drawn."""
    unpaid = list(DebtService.objects.filter(paid_on=None).select_related("debt").order_by("due_on", "pk"))
    table = Table(request=request, columns=_columns(), source=_rows(), filters=(_kind(),), caption=_("Debts"))
    values = {
        "tabs": tabs("debts"),
        "table": table,
        "empty": not Debt.objects.exists(),
        "chart": maturity(services=unpaid, title=_("What falls due, by fiscal year")),
        "facts": owed(unpaid=unpaid),
        "due": [_due(one) for one in _soon(unpaid)],
        "loans": [_loan(one) for one in LoanAgreement.objects.order_by("-signed_on", "-pk")[:SHOWN]],
        "may_act": request.actor.has_duty(ACCOUNTANT),
    }
    return table.file(name="debts") or render(request, "treasury/debts.html", values)


def _rows() -> QuerySet[Debt]:
    rows = Debt.objects.annotate(
        repaid=Sum("services__principal", filter=Q(services__paid_on__isnull=False), default=0),
        next_on=Min("services__due_on", filter=Q(services__paid_on=None)),
        last_on=Max("services__due_on"),
    )
    return rows.order_by("-issued_on", "-pk")


def _kind() -> Filter:
    choices = tuple((code, str(title)) for code, title in KINDS.items())
    return Filter(name="kind", title=_("Kind"), choices=choices, apply=lambda rows, value: rows.filter(kind=value))


def _columns() -> tuple[Column, ...]:
    def amount(one: Any) -> Money:
        return Money(one.minor, one.currency)

    return (
        Column(
            name="number",
            title=pgettext("accounts", "Number"),
            link=lambda one: reverse("treasury:debt", args=[one.number]),
        ),
        Column(name="kind", title=_("Kind"), value=lambda one: str(KINDS[one.kind])),
        Column(name="lender", title=_("Lender"), sort="lender"),
        Column(name="issued_on", title=pgettext("accounts", "Since"), kind="day", sort="issued_on"),
        Column(name="last_on", title=pgettext("accounts", "Until"), kind="day", sort="last_on"),
        Column(name="rate", title=pgettext("accounts", "Interest"), sort="rate", value=lambda one: percent(one.rate)),
        Column(name="minor", title=_("Borrowed"), kind="money", sort="minor", value=amount),
        Column(
            name="owed",
            title=_("Still owed"),
            kind="money",
            value=lambda one: Money(one.minor - one.repaid, one.currency),
        ),
        Column(name="next_on", title=_("Next due"), kind="day", sort="next_on"),
    )


def _soon(unpaid: Sequence[DebtService]) -> Sequence[DebtService]:
    until: date = today() + SOON
    return [one for one in unpaid if one.due_on <= until][:SHOWN]


def _due(one: DebtService) -> dict[str, Any]:
    return {
        "on": one.due_on,
        "late": one.due_on < today(),
        "number": one.debt.number,
        "lender": one.debt.lender,
        "amount": Money(one.principal + one.interest, one.debt.currency),
        "url": reverse("treasury:debt", args=[one.debt.number]),
    }


def _loan(one: LoanAgreement) -> dict[str, Any]:
    return {
        "number": one.number,
        "lender": one.lender,
        "purpose": one.purpose,
        "left": Money(one.minor - one.drawn, one.currency),
        "until": one.available_until,
        "url": reverse("treasury:loan", args=[one.number]),
    }


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: ActorRequest) -> HttpResponse:
    """A bond was issued and its money is at the bank."""
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = borrowing.borrow(**form.terms(), actor=request.actor, now=clock.now())
            messages.success(
                request, _("Debt {number} stands in the books with its schedule.").format(number=made.number)
            )
            return redirect("treasury:debt", made.number)
    return form_page(
        request,
        form=form,
        title=_("Record a bond"),
        lead=_("The money is at the bank from the day of issue; the schedule follows from the terms."),
        button=pgettext("accounts", "Record"),
        back=reverse("treasury:debts"),
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: ActorRequest) -> HttpResponse:
    """A loan agreement was signed; it is drawn down part by part."""
    form = LoanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = sign_loan(**form.terms(), actor=request.actor, now=clock.now())
            messages.success(request, _("Loan {number} can be drawn.").format(number=made.number))
            return redirect("treasury:loan", made.number)
    return form_page(
        request,
        form=form,
        title=_("Record a loan agreement"),
        lead=_("Nothing is booked until money is drawn. Each draw-down gets a schedule of its own by these terms."),
        button=pgettext("accounts", "Record"),
        back=reverse("treasury:debts"),
    )


@open_to(SEEN_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def loan(request: ActorRequest, number: str) -> HttpResponse:
    """A loan agreement: its terms, what was drawn, and drawing more."""
    held = get_object_or_404(LoanAgreement, number=number)
    acts = request.actor.has_duty(ACCOUNTANT) and held.drawn < held.minor
    told = request.POST if request.method == "POST" else None
    form = DrawForm(told, initial={"on": today()}, currency=held.currency)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = draw_loan(agreement=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(
                request, _("The money is booked, and debt {number} has its schedule.").format(number=made.number)
            )
            return redirect("treasury:debt", made.number)
    if request.method != "POST":
        look(target=f"loan:{number}", actor=request.actor, now=clock.now())
    drawn = [
        {"number": one.number, "on": one.issued_on, "amount": Money(one.minor, one.currency)}
        for one in held.debts.order_by("-issued_on", "-pk")
    ]
    values: dict[str, Any] = {"tabs": tabs(""), "number": number, "lender": held.lender, "facts": _agreed(held)}
    values |= {"drawn": drawn, "form": form if acts or form.errors else None}
    return render(request, "treasury/loan.html", values, status=422 if form.errors else 200)


def _agreed(held: LoanAgreement) -> list[tuple[str, str]]:
    names = fund_names()
    return [
        (pgettext("accounts", "What for"), held.purpose),
        (_("Fund"), names.get(held.fund, held.fund)),
        (pgettext("accounts", "Agreed"), written.money(Money(held.minor, held.currency))),
        (pgettext("accounts", "Drawn"), written.money(Money(held.drawn, held.currency))),
        (_("Still to draw"), written.money(Money(held.minor - held.drawn, held.currency))),
        (pgettext("accounts", "Interest"), percent(held.rate)),
        (_("How days are counted"), str(COUNTS[DayCount(held.day_count)])),
        (_("Rhythm"), _rhythm(held.every, held.times, bullet=held.bullet)),
        (pgettext("accounts", "Signed"), written.day(held.signed_on)),
        (_("Can be drawn until"), written.day(held.available_until)),
    ]


def _rhythm(every: int, times: int, *, bullet: bool) -> str:
    told = (
        _("every {every} months, {times} times; repaid at the end")
        if bullet
        else _("every {every} months, {times} equal parts")
    )
    return told.format(every=every, times=times)


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def accrue_all(request: ActorRequest) -> HttpResponse:
    """Book the interest that lenders earned by a day."""
    form = UntilForm(request.POST or None, initial={"until": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            count = borrowing.accrue(until=form.cleaned_data["until"], actor=request.actor, now=clock.now())
            messages.success(request, _("Interest of {count} debts was booked.").format(count=written.number(count)))
            return redirect("treasury:debts")
    return form_page(
        request,
        form=form,
        title=_("Accrue interest"),
        lead=_("Lenders earn interest day by day; it is an expense of the period, whenever it is paid."),
        button=_("Accrue interest"),
        back=reverse("treasury:debts"),
    )


@open_to(SEEN_BY)
@require_safe
def one_debt(request: ActorRequest, number: str) -> HttpResponseBase:
    """One debt: its terms, its schedule, and what the books say of it."""
    held = get_object_or_404(_rows(), number=number)
    look(target=f"debt:{number}", actor=request.actor, now=clock.now())
    services = list(held.services.select_related("debt").order_by("due_on"))
    table = entries_of(request, number=number)
    values = {
        "tabs": tabs(""),
        "number": number,
        "lender": held.lender,
        "facts": _terms(held),
        "chart": maturity(services=services, title=_("Principal and interest by fiscal year")),
        "services": [_service(one, held.currency) for one in services],
        "table": table,
        "may_act": request.actor.has_duty(ACCOUNTANT),
    }
    return table.file(name=f"debt-{number}") or render(request, "treasury/debt.html", values)


def _terms(held: Any) -> list[tuple[str, str]]:
    names = fund_names()
    facts = [
        (_("Kind"), str(KINDS[held.kind])),
        (_("Fund"), names.get(held.fund, held.fund)),
        (_("Borrowed"), written.money(Money(held.minor, held.currency))),
        (_("Still owed"), written.money(Money(held.minor - held.repaid, held.currency))),
        (pgettext("accounts", "Interest"), percent(held.rate)),
        (_("How days are counted"), str(COUNTS[DayCount(held.day_count)])),
        (_("Interest booked so far"), written.money(Money(held.accrued, held.currency))),
        (pgettext("accounts", "Since"), written.day(held.issued_on)),
    ]
    if held.received is not None:
        facts += [
            (_("What the bank paid out for it"), written.money(money(held.received))),
            (
                _("What is still owed, at the latest rate"),
                written.money(home(minor=held.minor - held.repaid, currency=held.currency)),
            ),
        ]
    if held.agreement:
        facts.append((_("Loan agreement"), held.agreement.number))
    return facts


def _service(one: DebtService, currency: str) -> dict[str, Any]:
    return {
        "key": one.pk,
        "on": one.due_on,
        "principal": Money(one.principal, currency),
        "interest": Money(one.interest, currency),
        "total": Money(one.principal + one.interest, currency),
        "paid_on": one.paid_on,
        "late": one.paid_on is None and one.due_on < today(),
    }


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def pay_service(request: ActorRequest, number: str, key: int) -> HttpResponse:
    """Record that what was due on a day is paid."""
    held = get_object_or_404(DebtService.objects.select_related("debt"), pk=key, debt__number=number)
    currency = held.debt.currency
    form = PaidForm(request.POST or None, initial={"on": min(held.due_on, today())}, currency=currency)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            borrowing.serve(service=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The payment is booked."))
            return redirect("treasury:debt", number)
    return form_page(
        request,
        form=form,
        title=_("Pay what is due on {day}").format(day=written.day(held.due_on)),
        lead=_("Interest is accrued up to the due day first; then principal and interest leave the bank."),
        button=_("Book the payment"),
        back=reverse("treasury:debt", args=[number]),
        facts=[
            (_("Lender"), held.debt.lender),
            (_("Principal"), written.money(Money(held.principal, currency))),
            (pgettext("accounts", "Interest"), written.money(Money(held.interest, currency))),
        ],
    )
