"""Many invoices in one file, and the report of what became of it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.bulk.sheets import LARGEST
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.forms import ShownIn
from madang.framework.values import PartyKind, clock
from madang.systems.tax.domain.invoice_rows import COLUMNS, NEEDED
from madang.systems.tax.formats.invoice_table import MOST_ROWS
from madang.systems.tax.models import InvoiceUpload
from madang.systems.tax.usecases.invoices.find_invoice import readable_for
from madang.systems.tax.usecases.invoices.refusals import sentence
from madang.systems.tax.usecases.invoices.upload_invoices import MOST_FAULTS, Sent, upload_invoices

SHOWN = 100
FIELDS = {
    "ref": gettext_lazy("your number"),
    "written_on": gettext_lazy("day of supply"),
    "buyer": gettext_lazy("buyer"),
    "item": gettext_lazy("goods or service"),
    "quantity": gettext_lazy("quantity"),
    "price": gettext_lazy("price"),
    "category": gettext_lazy("category"),
    "net": gettext_lazy("taxable value"),
    "tax": gettext_lazy("tax"),
    "note": gettext_lazy("note"),
    "settled": gettext_lazy("payment"),
    "lines": gettext_lazy("lines"),
}


class UploadForm(forms.Form):
    """A file of invoices."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV in UTF-8 or a workbook (XLSX), at most 8 MB.")
    )
    keep_rest = forms.BooleanField(
        label=gettext_lazy("Issue the sound invoices even if others have faults"), required=False
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """The form, and the way to the report."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        return redirect("tax:invoices")
    posted = request.method == "POST"
    form = UploadForm(data=request.POST if posted else None, files=request.FILES if posted else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            file = form.cleaned_data["file"]
            data = read_upload(file=file, limit=LARGEST)
            sent = Sent(name=str(file.name), data=data, keep_rest=form.cleaned_data["keep_rest"])
            made = upload_invoices(seller=party.key, sent=sent, actor=request.actor, now=clock.now())
            return redirect("tax:invoice_upload", made.number)
    values = {"form": form, "needed": ",".join(NEEDED), "columns": ",".join(COLUMNS), "most": MOST_ROWS}
    return render(request, "tax/invoices/upload.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_safe
def report(request: ActorRequest, number: str) -> HttpResponse:
    """Every fault by row, or what was issued."""
    seller = readable_for(actor=request.actor)
    found = InvoiceUpload.objects.filter(seller=seller, number=number[:24]).first()
    if found is None:
        raise Http404
    whole = request.GET.get("all") == "1"
    told = found.faults if whole else found.faults[:SHOWN]
    values: dict[str, Any] = {
        "number": found.number,
        "name": found.name,
        "at": found.uploaded_at,
        "rows": found.rows,
        "wrong": found.wrong_rows,
        "kept": found.kept,
        "faults": [
            {
                "row": one["row"],
                "field": FIELDS.get(one["field"], one["field"]),
                "says": sentence(code=one["code"], value=one["value"]),
            }
            for one in told
        ],
        "more": len(found.faults) - len(told),
        "cut": len(found.faults) == MOST_FAULTS,
        "most": MOST_FAULTS,
    }
    return render(request, "tax/invoices/report.html", values)
