"""Amend an invoice: choose why, say what happened, see which invoices are made, issue them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.tax.domain.amendment import Change, Reason, Rule
from madang.systems.tax.domain.einvoicing import MOST_LINES
from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases.invoices import law
from madang.systems.tax.usecases.invoices.amend_invoice import amend_invoice, amendable, may_amend, plan_amendment
from madang.systems.tax.usecases.invoices.facts import from_json
from madang.systems.tax.usecases.invoices.find_invoice import find_invoice
from madang.systems.tax.usecases.invoices.find_party import bare, right_buyer
from madang.systems.tax.usecases.invoices.refusals import NotToAmend, NotYourInvoice
from madang.systems.tax.usecases.invoices.wording import EXPLAINED, PARTS, REASONS, TERMS
from madang.systems.tax.web.invoices.forms import BuyerForm, ChangeForm, CorrectionForm, EventForm, QuantitiesForm
from madang.systems.tax.web.invoices.showing import sheet

SPARE_LINES = 2


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The form of a reason, and the change that its answers make."""

    form: forms.Form
    change: Callable[[Any], Change]


@open_to(RESIDENTS)
@require_safe
def reasons(request: ActorRequest, number: str) -> HttpResponse:
    """Each reason with what it makes."""
    found = _own(request, number)
    values = {
        "number": number,
        "reasons": [
            {
                "code": rule.reason.value,
                "title": REASONS[rule.reason.value],
                "says": EXPLAINED[rule.reason.value],
                "term": TERMS.get(rule.until, ""),
                "cite": spoken(rule.cite),
            }
            for rule in law.rules().values()
        ],
        "sheet": sheet(invoice=from_json(facts=found.facts)),
    }
    return render(request, "tax/invoices/reasons.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: ActorRequest, number: str, reason: str) -> HttpResponse:
    """What happened, the invoices that follow from it, and issuing them."""
    found, now = _own(request, number), clock.now()
    rule = _rule(reason)
    asked = _asked(request, rule, from_json(facts=found.facts))
    form, planned = asked.form, []
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            change = asked.change(form.cleaned_data)
            if request.POST.get("do") == "issue":
                made = amend_invoice(original=found, reason=rule.reason, change=change, actor=request.actor, now=now)
                messages.success(request, _("Issued: {count}. The buyer was told.").format(count=len(made)))
                return redirect("tax:invoice", number)
            plan = plan_amendment(original=found, reason=rule.reason, change=change, actor=request.actor, now=now)
            planned = [{"part": PARTS[one.part], "sheet": sheet(invoice=one.invoice)} for one in plan]
    values = {
        "number": number,
        "title": REASONS[rule.reason.value],
        "says": EXPLAINED[rule.reason.value],
        "term": TERMS.get(rule.until, ""),
        "form": form,
        "lines": list(form.line_groups()) if isinstance(form, CorrectionForm) else [],
        "planned": planned,
    }
    return render(request, "tax/invoices/amend.html", values, status=422 if form.errors else 200)


def _own(request: ActorRequest, number: str) -> TaxInvoice:
    found = find_invoice(number=number, actor=request.actor)
    if not may_amend(original=found, actor=request.actor):
        raise NotYourInvoice
    if not amendable(invoice=found):
        raise NotToAmend
    return found


def _rule(reason: str) -> Rule:
    known = {one.value: rule for one, rule in law.rules().items()}
    if reason not in known:
        raise Http404
    return known[reason]


def _asked(request: ActorRequest, rule: Rule, first: Invoice) -> _Asked:
    data = request.POST if request.method == "POST" else None
    initial = {"happened_on": timezone.localdate(clock.now())}
    if rule.reason is Reason.CHANGE:
        return _Asked(
            form=ChangeForm(data=data, initial=initial | {"name": first.lines[0].name}),
            change=lambda told: _difference(told, first),
        )
    if rule.reason in {Reason.RETURN, Reason.LETTER_OF_CREDIT}:
        form = QuantitiesForm(lines=first.lines, data=data, initial=initial)
        return _Asked(form=form, change=lambda told: _quantities(told, form))
    if rule.reason is Reason.WRONG_PARTY:
        return _Asked(form=BuyerForm(data=data, initial=initial), change=lambda told: _with_buyer(told, request, first))
    if rule.reason is Reason.ERROR:
        count = min(len(first.lines) + SPARE_LINES, MOST_LINES)
        correction = CorrectionForm(count=count, data=data, initial=initial | _as_it_was(first))
        return _Asked(form=correction, change=lambda told: _correction(told, correction, request, first))
    return _Asked(
        form=EventForm(data=data, initial=initial), change=lambda told: Change(happened_on=told["happened_on"])
    )


def _as_it_was(first: Invoice) -> dict[str, object]:
    lines: dict[str, object] = {}
    for place, line in enumerate(first.lines, 1):
        lines |= {f"name_{place}": line.name, f"quantity_{place}": line.quantity, f"price_{place}": line.price}
    return lines | {"written_on": first.supplied_on, "buyer": first.buyer.legal_number}


def _difference(told: dict[str, Any], first: Invoice) -> Change:
    amount: Decimal = told["amount"]
    sign = Decimal(-1 if amount < 0 else 1)
    line = replace(
        first.lines[0],
        number="1",
        name=told["name"],
        quantity=sign,
        price=abs(amount),
        description="",
        supplied_on=None,
    )
    return Change(happened_on=told["happened_on"], lines=(line,) if amount else ())


def _quantities(told: dict[str, Any], form: QuantitiesForm) -> Change:
    lines = tuple(replace(line, quantity=quantity) for line, quantity in form.told())
    return Change(happened_on=told["happened_on"], lines=lines)


def _with_buyer(told: dict[str, Any], request: ActorRequest, first: Invoice) -> Change:
    return Change(happened_on=told["happened_on"], buyer=_buyer(told, request, first))


def _buyer(told: dict[str, Any], request: ActorRequest, first: Invoice) -> Trader | None:
    number = bare(number=told["buyer"])
    if number == first.buyer.legal_number:
        return None
    return right_buyer(number=number, seller=first.seller.legal_number, actor=request.actor)


def _correction(told: dict[str, Any], form: CorrectionForm, request: ActorRequest, first: Invoice) -> Change:
    like: InvoiceLine = first.lines[0]
    lines = tuple(
        InvoiceLine(
            number=str(place),
            name=line.name,
            quantity=line.quantity,
            unit=like.unit,
            price=line.price,
            category=like.category,
            rate=like.rate,
        )
        for place, line in enumerate(form.draft_lines(), 1)
    )
    return Change(
        happened_on=told["happened_on"],
        lines=lines,
        buyer=_buyer(told, request, first),
        written_on=told["written_on"],
    )
