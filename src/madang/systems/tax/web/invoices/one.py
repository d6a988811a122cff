"""One invoice, as the paper form shows it: the seller's copy in red, the buyer's in blue."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.exchange import keys
from madang.framework.bulk import safe_xml
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.storage.storing import read_blob
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.tax.domain.arithmetic import TEN_THOUSAND
from madang.systems.tax.formats import enveloped_signature
from madang.systems.tax.formats.cii import write_cii
from madang.systems.tax.formats.ubl import write_ubl
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases.invoices.amend_invoice import amendable
from madang.systems.tax.usecases.invoices.facts import as_en16931, from_json
from madang.systems.tax.usecases.invoices.find_invoice import find_invoice
from madang.systems.tax.usecases.invoices.wording import CATEGORIES, PARTS, REASONS
from madang.systems.tax.web.invoices.showing import sheet

WRITERS = {"ubl": write_ubl, "cii": write_cii}


@open_to(RESIDENTS)
@require_safe
def invoice(request: ActorRequest, number: str) -> HttpResponse:
    """What it says, whether its signature holds, what amended it, and its files."""
    found = find_invoice(number=number, actor=request.actor)
    party = request.actor.party
    sold = party is not None and found.seller == party.key
    values = {
        "number": found.number,
        "shown": sheet(invoice=from_json(facts=found.facts)),
        "sold": sold,
        "settled": found.settled,
        "category": CATEGORIES[found.category],
        "reason": REASONS.get(found.reason, ""),
        "part": PARTS.get(found.part, ""),
        "original": found.original.number if found.original else "",
        "amendments": [_amendment(one) for one in found.amendments.order_by("pk")],
        "amendable": sold and amendable(invoice=found),
        "holds": signature_holds(invoice=found),
        "facts": _facts(found),
        "downloads": [(form.upper(), reverse("tax:invoice_as", args=[found.number, form])) for form in WRITERS],
    }
    return render(request, "tax/invoices/one.html", values)


@open_to(RESIDENTS)
@require_safe
def invoice_as(request: ActorRequest, number: str, form: str) -> HttpResponse:
    """The same invoice by EN 16931, for programs abroad. It carries no signature: the signed file is the original."""
    if form not in WRITERS:
        raise Http404
    found = find_invoice(number=number, actor=request.actor)
    data = WRITERS[form](invoice=as_en16931(invoice=found))
    response = HttpResponse(data, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{found.number}-{form}.xml"'
    return response


def _amendment(one: TaxInvoice) -> dict[str, Any]:
    return {
        "number": one.number,
        "part": PARTS[one.part],
        "reason": REASONS[one.reason],
        "written_on": one.written_on,
        "net": Money(one.net_minor, one.currency),
    }


def _facts(found: TaxInvoice) -> list[tuple[str, object]]:
    sent = getattr(found, "transmission", None)
    facts: list[tuple[str, object]] = [
        (_("Issued at"), written.moment(found.issued_at)),
        (_("To be issued until"), written.day(found.due_on)),
    ]
    if found.late_rate:
        facts.append((_("Issued late"), _penalty(found, found.late_rate)))
    facts.append((_("Sent to the tax office"), written.day(sent.sent_on) if sent else _("follows tonight")))
    if sent and sent.late_rate:
        facts.append((_("Sent late"), _penalty(found, sent.late_rate)))
    return facts


def _penalty(found: TaxInvoice, rate: int) -> str:
    amount = abs(found.net_minor) * rate // TEN_THOUSAND
    return _("{rate}% of the taxable value is charged with the return: {amount}").format(
        rate=f"{rate / 100:g}", amount=written.money(Money(amount, found.currency))
    )


def signature_holds(*, invoice: TaxInvoice) -> bool:
    """Whether the kept file is as it was signed."""
    try:
        root = safe_xml.read(data=read_blob(invoice.blob_id))
        enveloped_signature.verify(root=root, verify_raw=keys.own().shown.verify)
    except (safe_xml.XmlRefused, enveloped_signature.NotSigned):
        return False
    return True


@open_to(RESIDENTS)
@require_safe
def file(request: ActorRequest, number: str) -> HttpResponse:
    """The signed XML as it was issued."""
    found = find_invoice(number=number, actor=request.actor)
    response = HttpResponse(read_blob(found.blob_id), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.xml"'
    return response
