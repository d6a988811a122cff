"""What an agency's office was asked: all of it, what waits first in the filter."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table
from madang.systems.customs.models import PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permissions import PERMITS
from madang.systems.customs.usecases.permits.find_requests import requests_at
from madang.systems.customs.usecases.permits.words import ANSWERS, in_language


def act_of(one: PermitRequest) -> str:
    """What the act is called."""
    law = requirement_of(code=one.requirement)
    return in_language(law.titles) if law else one.requirement


@open_to(officials(PERMITS))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """The list, with filters."""
    source = requests_at(actor=request.actor)
    columns = (
        Column(
            name="number",
            title=pgettext("customs", "Number"),
            link=lambda one: reverse("customs:permit_request", args=[one.number]),
        ),
        Column(name="requirement", title=pgettext("customs permit", "Act"), value=act_of),
        Column(name="commodity", title=pgettext("customs", "Commodity")),
        Column(name="goods", title=pgettext("customs", "Goods"), value=lambda one: one.facts["description"]),
        Column(name="asked_at", title=_("Asked"), kind="moment"),
        Column(name="answer", title=pgettext("customs permit", "State"), value=lambda one: ANSWERS[one.answer]),
    )
    state = Filter(
        name="answer",
        title=pgettext("customs permit", "State"),
        choices=tuple(ANSWERS.items()),
        apply=lambda rows, value: rows.filter(answer=value),
    )
    table = Table(request=request, columns=columns, source=source, filters=(state,), caption=_("Requests for permits"))
    values = {"table": table, "any": source.exists()}
    return table.file(name="permits") or render(request, "customs/permits/desk.html", values)
