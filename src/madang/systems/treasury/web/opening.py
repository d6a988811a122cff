"""Opening balances of a first adoption: sent by one accountant, looked at, booked by another."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.storage.storing import read_blob
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.chart import Account
from madang.systems.treasury.domain.opening import Balance, book_of
from madang.systems.treasury.formats.opening_balances import COLUMNS
from madang.systems.treasury.models import OpeningBalance
from madang.systems.treasury.usecases.accounting_rules import all_accounts, year_of
from madang.systems.treasury.usecases.inspect import look
from madang.systems.treasury.usecases.open_books import (
    BOOKS,
    LARGEST,
    balances_of,
    book_opening,
    prepare_opening,
    withdraw_opening,
)
from madang.systems.treasury.usecases.permissions import ACCOUNTANT
from madang.systems.treasury.usecases.print_statements import titled
from madang.systems.treasury.web.accounting import SEEN_BY, fund_names, tabs, today

GROUPS = {
    "asset": gettext_lazy("Assets"),
    "liability": gettext_lazy("Liabilities"),
    "equity": gettext_lazy("Net assets"),
}


class OpeningForm(forms.Form):
    """The balances, and with which fiscal year the books begin."""

    year = forms.IntegerField(label=gettext_lazy("First fiscal year of these books"), min_value=2000, max_value=2100)
    file = forms.FileField(
        label=gettext_lazy("Balances on the day before"),
        help_text=gettext_lazy("CSV in UTF-8, at most 2 MB."),
    )


@open_to(SEEN_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def openings(request: ActorRequest) -> HttpResponse:
    """What was sent so far, and a form for balances; a file with faults is refused whole, with every fault."""
    booked = OpeningBalance.objects.exclude(booked_at=None).first()
    acts = request.actor.has_duty(ACCOUNTANT)
    form = OpeningForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"year": year_of(day=today())},
    )
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            sent = form.cleaned_data["file"]
            made = prepare_opening(
                data=read_upload(file=sent, limit=LARGEST),
                name=sent.name or "",
                year=form.cleaned_data["year"],
                actor=request.actor,
                now=clock.now(),
            )
            messages.success(request, _("The balances are sound. Another accountant books them."))
            return redirect("treasury:opening", made.pk)
    values = {
        "tabs": tabs("openings"),
        "rows": [_row(one) for one in OpeningBalance.objects.order_by("-pk")[:50]],
        "form": form if acts and booked is None else None,
        "booked_on": booked.on if booked else None,
        "columns": ", ".join(COLUMNS),
    }
    return render(request, "treasury/openings.html", values, status=422 if form.errors else 200)


def _row(one: OpeningBalance) -> dict[str, Any]:
    return {
        "key": one.pk,
        "name": one.name,
        "on": one.on,
        "state": _state(one),
        "by": officer_name(one.prepared_by),
        "at": one.prepared_at,
    }


def _state(one: OpeningBalance) -> str:
    if one.booked_at:
        return pgettext("accounts", "Booked")
    return pgettext("accounts", "Withdrawn") if one.withdrawn_at else _("Waits for another accountant")


@open_to(SEEN_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: ActorRequest, key: int) -> HttpResponseBase:
    """Balances before they are booked, and booking them or taking them back."""
    held = get_object_or_404(OpeningBalance, pk=key)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            by: dict[str, Any] = {"opening": held, "actor": request.actor, "now": clock.now()}
            if request.POST.get("do") == "book":
                book_opening(**by)
                messages.success(request, _("The books are open."))
            else:
                withdraw_opening(**by)
                messages.success(request, _("The balances are withdrawn."))
            return redirect("treasury:opening", key)
    look(target=f"opening:{key}", actor=request.actor, now=clock.now())
    return _preview(request, held, form)


def _preview(request: ActorRequest, held: OpeningBalance, form: forms.Form) -> HttpResponseBase:
    chart = all_accounts()
    known = [one for one in balances_of(opening=held) if one.account in chart]
    table = _balances(request, known, chart)
    open_still = not held.booked_at and not held.withdrawn_at
    acts, own = request.actor.has_duty(ACCOUNTANT), held.prepared_by == officer(request.actor)
    values = {
        "tabs": tabs(""),
        "key": held.pk,
        "form": form,
        "table": table,
        "facts": _facts(held),
        "sums": _sums(known, chart),
        "may_book": open_still and acts and not own,
        "own": open_still and acts and own,
        "may_withdraw": open_still and acts,
    }
    status = 422 if form.errors else 200
    return table.file(name=f"opening-{held.on}") or render(request, "treasury/opening.html", values, status=status)


def _balances(request: ActorRequest, known: list[Balance], chart: Mapping[str, Account]) -> Table:
    names = fund_names()
    return Table(
        request=request,
        columns=(
            Column(
                name="book",
                title=pgettext("accounts", "Book"),
                value=lambda one: str(BOOKS[book_of(account=chart[one.account])]),
            ),
            Column(name="account", title=_("Account"), sort=True),
            Column(name="title", title=_("Title"), value=lambda one: titled(chart[one.account].titles)),
            Column(name="fund", title=_("Fund"), value=lambda one: names.get(one.fund, one.fund)),
            Column(name="debit", title=pgettext("accounts", "Debit"), kind="money", value=lambda one: _side(one, 1)),
            Column(name="credit", title=pgettext("accounts", "Credit"), kind="money", value=lambda one: _side(one, -1)),
        ),
        source=known,
        filters=(
            Filter(
                name="book",
                title=pgettext("accounts", "Book"),
                choices=tuple(BOOKS.items()),
                apply=lambda rows, value: [one for one in rows if book_of(account=chart[one.account]) == value],
            ),
        ),
        caption=_("Balances"),
    )


def _side(one: Balance, sign: int) -> Money | None:
    return Money(one.minor * sign, one.currency) if one.minor * sign > 0 else None


def _facts(held: OpeningBalance) -> list[tuple[str, str]]:
    facts = [
        (_("State"), _state(held)),
        (_("Booked as of"), written.day(held.on)),
        (_("First fiscal year of these books"), str(held.year)),
        (_("Document"), f"{held.name} (SHA-256 {held.document_id[:16]}…)"),
        (_("Prepared by"), f"{officer_name(held.prepared_by)}, {written.moment(held.prepared_at)}"),
    ]
    for by, at, label in (
        (held.booked_by, held.booked_at, _("Booked by")),
        (held.withdrawn_by, held.withdrawn_at, _("Withdrawn by")),
    ):
        if at:
            facts.append((label, f"{officer_name(by)}, {written.moment(at)}"))
    return facts


def _sums(balances: list[Balance], chart: Mapping[str, Account]) -> list[tuple[str, str]]:
    """What the state owns, owes and is worth by these balances, in each currency of the accrual book."""
    found: dict[tuple[str, str], int] = {}
    for one in balances:
        account = chart[one.account]
        if not account.cash_book:
            key = (one.currency, account.kind.value)
            found[key] = found.get(key, 0) + one.minor
    told = []
    for currency in sorted({currency for currency, _kind in found}):
        for kind, title in GROUPS.items():
            minor = found.get((currency, kind), 0)
            told.append((str(title), written.money(Money(minor if kind == "asset" else -minor, currency))))
    return told


@open_to(SEEN_BY)
@require_safe
def document(request: ActorRequest, key: int) -> HttpResponse:
    """The file as it was sent."""
    held = get_object_or_404(OpeningBalance, pk=key)
    look(target=f"opening:{key}/document", actor=request.actor, now=clock.now())
    response = HttpResponse(read_blob(held.document_id), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="opening-balances-{held.on}.csv"'
    return response
