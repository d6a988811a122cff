"""Import tax invoices of a business, as customs told them."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, PartyKind
from madang.systems.tax.models import ImportInvoice
from madang.systems.tax.usecases.invoices.find_invoice import readable_for


@open_to(RESIDENTS)
@require_safe
def imports(request: ActorRequest) -> HttpResponseBase:
    """What was paid at the border, and when it may be deducted."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        return redirect("tax:invoices")
    source = ImportInvoice.objects.filter(importer=readable_for(actor=request.actor)).order_by("-written_on", "-pk")
    columns = (
        Column(name="number", title=pgettext("tax", "No.")),
        Column(name="written_on", title=_("Paid on"), kind="day", sort="written_on"),
        Column(name="office", title=_("Customs office")),
        _amount("base_minor", _("Taxable value")),
        _amount("tax_minor", pgettext("amount", "Tax")),
    )
    table = Table(request=request, columns=columns, source=source, caption=_("Import tax invoices"))
    values = {"table": table, "any": source.exists()}
    return table.file(name="imports") or render(request, "tax/invoices/imports.html", values)


def _amount(name: str, title: str) -> Column:
    def value(one: ImportInvoice) -> Money:
        return Money(getattr(one, name), one.currency)

    return Column(name=name, title=title, kind="money", sort=name, value=value)
