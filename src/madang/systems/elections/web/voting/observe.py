"""The observers' page, and the managers' list of observers."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Refusal, clock
from madang.systems.elections.domain.ending import tellable
from madang.systems.elections.domain.words import Kind, State
from madang.systems.elections.models import BoardEvent, Election, Incident, Observer
from madang.systems.elections.usecases.counting.count_paper import (
    agreed_counts,
    overriding,
    paper_stations,
    station_title,
)
from madang.systems.elections.usecases.counting.results import turnout_of
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.voting.observe import (
    accredit,
    accredited,
    apply_to_observe,
    end_observing,
    write_incident,
)
from madang.systems.elections.usecases.voting.reply_to_incident import reply_to_incident
from madang.systems.elections.web.voting.words import event_title
from madang.systems.elections.web.words import standing, title_of

LAST = 20


@open_to(RESIDENTS)
@require_http_methods(["GET", "POST"])
def observe(request: ActorRequest, uuid: str) -> HttpResponse:
    """Ask to observe; once accredited, see what happens as it happens, and write down what you saw."""
    held = get_object_or_404(Election.objects.exclude(announced_at=None), uuid=uuid)
    mine = accredited(election=held, actor=request.actor)
    refused, text = "", request.POST.get("text", "")
    if request.method == "POST":
        try:
            if mine is None:
                apply_to_observe(election=held, sent_by=text, actor=request.actor, now=clock.now())
            else:
                write_incident(election=held, text=text, actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            refused = str(refusal)
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "refused": refused,
        "text": text,
        "accredited": mine is not None,
        "asked": Observer.objects.filter(election=held, person=request.actor.person or "-", ended_at=None).exists(),
        "over": held.state in {State.PUBLISHED, State.CANCELLED},
        **(_live(held) if mine else {}),
    }
    template = "observed" if mine and request.headers.get("HX-Request") == "true" else "observe"
    return render(request, f"elections/voting/{template}.html", values, status=422 if refused else 200)


def _live(held: Election) -> dict[str, Any]:
    """What an observer follows; nothing of it says what anybody voted."""
    turnout, now = turnout_of(election=held), clock.now()
    agreed = agreed_counts(election=held)
    events = BoardEvent.objects.filter(election=held).order_by("-height")[:LAST]
    shown = tellable(kind=Kind(held.kind), answered=turnout.voted)
    return {
        "standing": standing(election=held, now=now),
        "turnout": turnout if shown else None,
        "overriding": overriding(election=held) if held.paper_overrides else None,
        "events": [
            {"height": one.height, "title": event_title(kind=one.kind), "at": written.moment(one.at)} for one in events
        ],
        "stations": [
            {"title": station_title(name=one), "agreed": one in agreed} for one in paper_stations(election=held)
        ],
        "incidents": incidents_of(election=held),
        "now": written.moment(now),
    }


def incidents_of(*, election: Election) -> list[dict[str, Any]]:
    """Observers' notes, the newest first, each with the commission's replies: for whom they watch, and no name."""
    notes = Incident.objects.filter(election=election).select_related("observer").prefetch_related("replies")
    return [
        {
            "key": one.pk,
            "text": one.text,
            "sent_by": one.observer.sent_by,
            "at": written.moment(one.at),
            "height": one.height,
            "replies": [
                {"text": reply.text, "at": written.moment(reply.at)}
                for reply in sorted(one.replies.all(), key=lambda reply: reply.pk)
            ],
        }
        for one in notes.order_by("-at")[:100]
    ]


def _act(held: Election, request: ActorRequest) -> None:
    act, now = request.POST.get("act", ""), clock.now()
    key = request.POST.get("note" if act == "reply" else "observer", "")
    if not (key.isascii() and key.isdigit() and len(key) < 12):
        raise Http404
    if act == "reply":
        note = get_object_or_404(held.incidents, pk=int(key))
        reply_to_incident(incident=note, text=request.POST.get("text", ""), actor=request.actor, now=now)
        return
    done = {"accredit": accredit, "end": end_observing}.get(act)
    if done is None:
        raise Http404
    done(observer=get_object_or_404(held.observers, pk=int(key)), actor=request.actor, now=now)


@open_to(officials(MANAGER))
@require_http_methods(["GET", "POST"])
def observers(request: ActorRequest, uuid: str) -> HttpResponse:
    """Applications and accreditations, and replies to notes."""
    held = get_object_or_404(Election, uuid=uuid, office__in=request.actor.offices(MANAGER))
    if request.method == "POST":
        _act(held, request)
        return HttpResponseRedirect(request.path)
    mine = officer(request.actor)
    rows = [
        {
            "key": one.pk,
            "name": one.name,
            "sent_by": one.sent_by,
            "proposed_by": officer_name(one.proposed_by) if one.proposed_by else "",
            "accredited": one.accredited_at is not None,
            "own": one.proposed_by == mine,
        }
        for one in held.observers.filter(ended_at=None).order_by("pk")
    ]
    notes = incidents_of(election=held)
    values = {"uuid": uuid, "title": title_of(election=held), "rows": rows, "notes": notes}
    return render(request, "elections/voting/observers.html", values)
