"""The document wallet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.paging import asked_page, pages
from madang.systems.portal.usecases.gather import gather_documents
from madang.systems.portal.web import rows
from madang.systems.portal.web.addresses import search_page
from madang.systems.portal.web.me import _party

SIZE = 30


@open_to(RESIDENTS)
def wallet(request: ActorRequest) -> HttpResponse:
    """Sealed documents: open, share, verify."""
    offset = (asked_page(request) - 1) * SIZE
    found = gather_documents(party=_party(request), actor=request.actor, offset=offset, limit=SIZE)
    verify = request.build_absolute_uri(reverse("portal:verify"))
    values = {
        "documents": [rows.document(one, verify=verify) for one in found.rows],
        "pages": pages(request=request, total=found.total, size=SIZE),
        "silence": rows.silent(found),
        "search": search_page(),
    }
    return render(request, "portal/wallet.html", values)
