"""A declaration begun from an electronic invoice: what it says stands in the draft of the wizard."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.usecases.drafts import save_draft
from madang.framework.values import clock
from madang.systems.customs.formats import invoice
from madang.systems.customs.web.declarations.answers import typed_from_invoice
from madang.systems.customs.web.declarations.lodge import MOST, draft_kind


class InvoiceForm(forms.Form):
    """An invoice."""

    file = forms.FileField(
        label=gettext_lazy("Electronic invoice"),
        help_text=gettext_lazy("UBL 2.1 or UN/CEFACT CII (EN 16931), at most 5 MB."),
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def from_invoice(request: ActorRequest) -> HttpResponse:
    """Read one, and go on in the wizard; a draft that stood there is replaced."""
    form = InvoiceForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            data = read_upload(file=form.cleaned_data["file"], limit=invoice.LARGEST)
            try:
                found = invoice.read(data=data)
            except invoice.NotAnInvoice:
                form.add_error("file", _("This is no invoice in UBL 2.1 or CII. Type what it says instead."))
            else:
                return _begun(request, found)
    return render(request, "customs/declarations/from_invoice.html", {"form": form}, status=422 if form.errors else 200)


def _begun(request: ActorRequest, found: invoice.GivenInvoice) -> HttpResponse:
    draft = {"typed": typed_from_invoice(invoice=found), "at": "shipment"}
    save_draft(account_id=request.actor.account_id or 0, kind=draft_kind(request), data=draft, now=clock.now())
    if len(found.lines) > MOST:
        said = _("The invoice has {count} lines; the first {most} are filled in. Send the rest in a file.")
        messages.warning(request, said.format(count=len(found.lines), most=MOST))
    else:
        messages.info(request, _("Filled in from the invoice. Look through it and add what the invoice does not say."))
    return redirect("customs:lodge_step", "shipment")
