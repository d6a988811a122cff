"""Contracts as everybody sees them."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Table
from madang.systems.procurement.models import Contract
from madang.systems.procurement.web.contract.desk import columns
from madang.systems.procurement.web.contract.facts import public_facts


@open_to(ANYONE)
@require_safe
def contracts(request: ActorRequest) -> HttpResponseBase:
    """All that were signed, the newest first."""
    source = Contract.objects.exclude(signed_at=None).select_related("supplier").order_by("-signed_at")
    listed = columns(view="procurement:contract")
    table = Table(request=request, columns=listed, source=source, caption=_("Contracts"))
    values = {"table": table, "empty": not source.exists()}
    return table.file(name="contracts") or render(request, "procurement/contract/contracts.html", values)


@open_to(ANYONE)
@require_safe
def contract(request: ActorRequest, number: str) -> HttpResponse:
    """One that was signed: value, dates, milestones, payments."""
    found = Contract.objects.select_related("supplier").filter(number=number).exclude(signed_at=None).first()
    if found is None:
        raise Http404
    return render(request, "procurement/contract/contract.html", public_facts(contract=found))
