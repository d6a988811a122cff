"""The booth: a voter chooses, encrypts on the own device, checks the device, casts; and the list of the voter's own ballots."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import refusals
from madang.framework.values import clock
from madang.systems.elections.domain.words import Channel, State
from madang.systems.elections.models import Ballot, Election, Voter
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.web.voting.words import questions_of, standing, title_of

SHOWN = (State.READY, State.CLOSED, State.COUNTED, State.PUBLISHED)


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """The elections in which the reader may vote, and the ballots that the reader cast."""
    now = clock.now()
    entries = Voter.objects.filter(person=request.actor.person or "").select_related("election")
    rows = [
        {
            "uuid": entry.election.uuid,
            "title": title_of(election=entry.election),
            "standing": standing(election=entry.election, now=now),
            "open": entry.election.is_open(now),
            "board": entry.election.state in SHOWN,
            "closes_at": entry.election.closes_at,
            "opens_at": entry.election.opens_at,
            "paper": entry.channel == Channel.PAPER,
            "ballots": _ballots(entry),
        }
        for entry in entries.exclude(election__state=State.DRAFT.value).order_by("-election__opens_at")
    ]
    return render(request, "elections/voting/mine.html", {"rows": rows})


def _ballots(entry: Voter) -> list[dict[str, object]]:
    """The voter's own ballots, the newest first: that one counts."""
    found = Ballot.objects.filter(credential__voter=entry).select_related("event").order_by("-event__height")
    return [
        {"tracking": one.tracking, "sequence": one.event.height, "at": one.event.at, "counts": place == 0}
        for place, one in enumerate(found)
    ]


@open_to(RESIDENTS)
@ensure_csrf_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def booth(request: ActorRequest, uuid: str) -> HttpResponse:
    """The ballot paper; what is posted is one finished ballot, and the answer its place on the board."""
    now = clock.now()
    election = get_object_or_404(Election, uuid=uuid, state__in=[one.value for one in SHOWN])
    if request.method == "POST":
        ballot = request.POST.get("ballot", "")
        cast = cast_ballot(election=election, ballot=ballot, voter=request.actor, now=now)
        if not refusals.for_machines(request):
            return redirect("elections:my_elections")
        return JsonResponse({"tracking": cast.tracking, "sequence": cast.sequence}, status=201)
    entry = Voter.objects.filter(election=election, person=request.actor.person or "").first()
    values = {
        "uuid": uuid,
        "title": title_of(election=election),
        "open": election.is_open(now),
        "opens_at": election.opens_at,
        "closes_at": election.closes_at,
        "later": now < election.opens_at,
        "on_roll": entry is not None,
        "paper": entry is not None and entry.channel == Channel.PAPER,
        "again": entry is not None and bool(_ballots(entry)),
        "questions": questions_of(election=election),
    }
    return render(request, "elections/voting/booth.html", values)
