"""Officials enter what they counted on paper, each for themselves: nobody sees another's figures."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Refusal, clock
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, PaperCount
from madang.systems.elections.usecases.counting.count_paper import (
    CountUnfit,
    agreed_counts,
    count_paper,
    handed_out,
    paper_stations,
    station_title,
)
from madang.systems.elections.usecases.permissions import STATION
from madang.systems.elections.web.voting.station import held_at_office
from madang.systems.elections.web.words import said, title_of

LONGEST = 9


@open_to(officials(STATION))
@require_http_methods(["GET", "POST"])
def counts(request: ActorRequest, uuid: str) -> HttpResponse:
    """The stations of an election, and the count of one of them."""
    held = held_at_office(request, uuid)
    stations = paper_stations(election=held)
    here = request.POST.get("station", request.GET.get("station", ""))
    refused = ""
    if request.method == "POST":
        if here not in stations:
            raise Http404
        try:
            _count(held, here, request)
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            refused = str(refusal)
    agreed, own = agreed_counts(election=held), officer(request.actor)
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "refused": refused,
        "now": held.state in {State.CLOSED, State.COUNTED},
        "stations": [_station(held, name, own, settled=name in agreed) for name in stations],
        "here": station_title(name=here) if here in stations else "",
        "station": here,
        "questions": _questions(held, request) if here in stations else (),
        "ballots": request.POST.get("ballots", ""),
    }
    return render(request, "elections/counting/paper.html", values, status=422 if refused else 200)


def _count(held: Election, here: str, request: ActorRequest) -> None:
    rows = [[_figure(request, one["name"]) for one in asked["rows"]] for asked in _questions(held, request)]
    ballots = _figure(request, "ballots")
    count_paper(election=held, station=here, ballots=ballots, counts=rows, actor=request.actor, now=clock.now())


def _figure(request: ActorRequest, name: str) -> int:
    typed = request.POST.get(name, "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST):
        raise CountUnfit(says=_("write a number for each answer."))
    return int(typed)


def _questions(held: Election, request: ActorRequest) -> list[dict[str, Any]]:
    """A field for each answer, the blank vote first where one is offered: the order in which counts are kept."""
    shown = []
    for place, one in enumerate(held.questions.order_by("position")):
        names = [said(native=answer["text"], english=answer.get("text_en", "")) for answer in one.answers]
        labels = [_("Blank vote"), *names] if one.blank else names
        fields = [f"q{place}-{answer}" for answer in range(len(labels))]
        rows = [
            {"name": name, "label": label, "value": request.POST.get(name, "")}
            for name, label in zip(fields, labels, strict=True)
        ]
        shown.append({"text": said(native=one.text, english=one.text_en), "rows": rows})
    return shown


def _station(held: Election, name: str, own: str, *, settled: bool) -> dict[str, Any]:
    said_by = set(PaperCount.objects.filter(election=held, station=name).values_list("entered_by", flat=True))
    if settled:
        state, tone = _("Two officials counted the same"), "success"
    elif len(said_by) > 1:
        state, tone = _("The counts differ: count again, each for yourself"), "danger"
    else:
        state, tone = _("Counted by {count} of 2").format(count=len(said_by)), "gray"
    return {
        "name": name,
        "title": station_title(name=name),
        "state": state,
        "tone": tone,
        "own": own in said_by,
        "settled": settled,
        "handed": handed_out(election=held, station=name),
    }
