"""The declarations of an official's office. What waits for a decision stands in the worklist."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Table, one_of
from madang.systems.customs.usecases.declarations.find_declaration import declarations_at
from madang.systems.customs.usecases.declarations.words import LANES
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER
from madang.systems.customs.web.declarations.lists import columns, filters


@open_to(officials(OFFICER, INSPECTOR))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """All of the office, with filters."""
    source = declarations_at(actor=request.actor)
    lane = one_of(field="lane", title=pgettext("customs", "Lane"), words=LANES)
    table = Table(
        request=request,
        columns=columns(trader=False),
        source=source,
        filters=(*filters(), lane),
        caption=_("Customs declarations"),
    )
    values = {"table": table, "any": source.exists()}
    return table.file(name="declarations") or render(request, "customs/declarations/desk.html", values)
