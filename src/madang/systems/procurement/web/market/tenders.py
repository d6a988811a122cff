"""The public list of tenders."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Table
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Tender


@open_to(ANYONE)
@require_safe
def tenders(request: ActorRequest) -> HttpResponseBase:
    """All that were published, the newest first."""
    columns = [
        Column(name="number", title=_("Number"), sort="number"),
        Column(name="title", title=_("Title"), sort="title"),
        Column(name="closes_at", title=_("Closes"), sort="closes_at", kind="moment"),
    ]
    published = Tender.objects.exclude(state=TenderState.DRAFT.value).order_by("-published_at")
    table = Table(request=request, columns=columns, source=published, caption=_("Tenders"))
    return table.file(name="tenders") or render(request, "procurement/market/tenders.html", {"table": table})
