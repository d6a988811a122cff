"""The supplier's contracts, and the paper for both sides."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.storage import storing
from madang.framework.ui.tables import Table
from madang.systems.procurement.models import Contract
from madang.systems.procurement.usecases.contract.listed import listed
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.acting import business_of
from madang.systems.procurement.web.contract.answering import SUPPLIER_DOOR, answer
from madang.systems.procurement.web.contract.desk import columns


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """The contracts of the business for which one acts."""
    number = business_of(request)
    source = listed().filter(supplier__number=number).order_by("-made_at")
    shown = columns(view="procurement:my_contract")
    table = Table(request=request, columns=shown, source=source, caption=_("Contracts"))
    values = {"table": table, "empty": not source.exists(), "for_business": bool(number)}
    return table.file(name="contracts") or render(request, "procurement/contract/mine.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def my_contract(request: ActorRequest, number: str) -> HttpResponse:
    """One contract, with all that the supplier can do now."""
    found = listed().filter(number=number).first()
    if found is None or not may(request.actor, "procurement.supply", found.supplier.number):
        raise Http404
    return answer(request=request, contract=found, door=SUPPLIER_DOOR)


@open_to(RESIDENTS, officials(BUYER))
@require_safe
def paper(request: ActorRequest, number: str) -> HttpResponse:
    """The contract's file: signed where it is signed, else as it lies before the signers."""
    found = listed().filter(number=number).first()
    if found is None or not _is_side(request, found):
        raise Http404
    blob = found.terms.signed_id or found.terms.paper_id
    if blob is None:
        raise Http404
    response = HttpResponse(storing.read_blob(blob), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response


def _is_side(request: ActorRequest, found: Contract) -> bool:
    return may(request.actor, "procurement.supply", found.supplier.number) or may(
        request.actor, "procurement.buy", found.buyer
    )
