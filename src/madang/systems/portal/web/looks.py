"""Who looked at my data."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.paging import asked_page, pages
from madang.systems.portal.usecases.gather import gather_looks
from madang.systems.portal.web import rows
from madang.systems.portal.web.me import _party

SIZE = 50


@open_to(RESIDENTS)
def looks(request: ActorRequest) -> HttpResponse:
    """Every look at the party's data: office, data, reason, time."""
    offset = (asked_page(request) - 1) * SIZE
    found = gather_looks(party=_party(request), actor=request.actor, offset=offset, limit=SIZE)
    shown = [rows.look(one) for one in found.rows]
    values = {
        "looks": shown,
        "offices": Counter(row["office"] for row in shown if row["office"]).most_common(),
        "pages": pages(request=request, total=found.total, size=SIZE),
        "silence": rows.silent(found),
    }
    return render(request, "portal/looks.html", values)
