"""Issue one invoice: what was supplied to whom; the buyer and the sums are shown before it is issued."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import PartyKind, clock
from madang.framework.values.identifiers import new_key
from madang.systems.tax.domain.einvoicing import BuyerKind, Draft
from madang.systems.tax.domain.invoice import VatCategory
from madang.systems.tax.usecases.invoices.find_party import bare, business_of
from madang.systems.tax.usecases.invoices.issue_invoice import checked_draft, issue_invoice
from madang.systems.tax.web.invoices.forms import IssueForm
from madang.systems.tax.web.invoices.showing import sheet


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: ActorRequest) -> HttpResponse:
    """The form, then the invoice as it will be, then the issued one."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        return redirect("tax:invoices")
    seller, now = business_of(actor=request.actor), clock.now()
    initial = {"written_on": timezone.localdate(now), "key": new_key(), "quantity_1": 1}
    form = IssueForm(data=request.POST if request.method == "POST" else None, initial=initial)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            draft, key = _draft(form), f"page:{form.cleaned_data['key']}"
            if request.POST.get("do") == "issue":
                made = issue_invoice(seller=seller, draft=draft, key=key, actor=request.actor, now=now)
                messages.success(request, _("Issued. The buyer was told; it goes to the tax office tonight."))
                return redirect("tax:invoice", made.number)
            shown = sheet(invoice=checked_draft(seller=seller, draft=draft, actor=request.actor, now=now))
    values = {"form": form, "shown": shown}
    return render(request, "tax/invoices/issue.html", values, status=422 if form.errors else 200)


def _draft(form: IssueForm) -> Draft:
    told = form.cleaned_data
    return Draft(
        written_on=told["written_on"],
        buyer=bare(number=told["buyer"]),
        buyer_kind=BuyerKind(told["buyer_kind"] or BuyerKind.BUSINESS),
        buyer_name=told["buyer_name"],
        category=VatCategory(told["category"]),
        lines=form.draft_lines(),
        note=told["note"],
        settled=told["settled"] == "paid",
    )
