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
from madang.systems.elections.usecases.voting.by_post import VotesByPost, postal_voter_of
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.sure_sign_in import require_sure_sign_in
from madang.systems.elections.web.voting.words import languages_of, questions_of
from madang.systems.elections.web.words import standing, title_of

SHOWN = (State.READY, State.CLOSED, State.COUNTED, State.PUBLISHED)


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """The elections in which the reader may vote, and the ballots that the reader cast."""
    now = clock.now()
    entries = Voter.objects.filter(person=request.actor.person or "").select_related("election")
    ballots = _ballots(request.actor.person or "")
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
            "post": entry.channel == Channel.POST,
            "ballots": ballots.get(entry.pk, []),
            "overridden": entry.channel == Channel.PAPER and entry.pk in ballots,
        }
        for entry in entries.exclude(election__state=State.DRAFT.value).order_by("-election__opens_at")
    ]
    return render(request, "elections/voting/mine.html", {"rows": rows})


def _ballots(person: str) -> dict[int, list[dict[str, object]]]:
    """The person's own ballots by entry of a roll, the newest first: that one counts."""
    found: dict[int, list[dict[str, object]]] = {}
    cast = (
        Ballot.objects.filter(credential__voter__person=person)
        .select_related("event", "credential")
        .defer("commitments")
    )
    for one in cast.order_by("-event__height"):
        own = found.setdefault(one.credential.voter_id or 0, [])
        shown = {"tracking": one.tracking, "sequence": one.event.height, "at": one.event.at, "counts": not own}
        own.append(shown)
    return found


@open_to(RESIDENTS)
@ensure_csrf_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def booth(request: ActorRequest, uuid: str) -> HttpResponse:
    """The ballot paper; what is posted is one finished ballot, and the answer its place on the board."""
    now = clock.now()
    election = get_object_or_404(Election, uuid=uuid, state__in=[one.value for one in SHOWN])
    if request.method == "POST":
        cast = cast_ballot(
            election=election,
            ballot=request.POST.get("ballot", ""),
            voter=request.actor,
            now=now,
            commitments=_bytes_in(request.POST.get("commitments", "")),
        )
        if not refusals.for_machines(request):
            return redirect("elections:my_elections")
        return JsonResponse({"tracking": cast.tracking, "sequence": cast.sequence}, status=201)
    if election.is_open(now):
        require_sure_sign_in(election=election, voter=request.actor)
    entry = Voter.objects.filter(election=election, person=request.actor.person or "").first()
    is_open, paper = election.is_open(now), entry is not None and entry.channel == Channel.PAPER
    by_post = entry is not None and postal_voter_of(voter=entry) is not None
    language = request.GET.get("ballot", "")[:12]
    values = {
        "uuid": uuid,
        "title": title_of(election=election),
        "may_vote": entry is not None and is_open and not paper and not by_post,
        "opens_at": election.opens_at,
        "closes_at": election.closes_at,
        "later": now < election.opens_at,
        "on_roll": entry is not None,
        "open": is_open,
        "paper": paper,
        "overrides": election.paper_overrides,
        "by_post": str(VotesByPost()) if by_post else "",
        "again": entry is not None and entry.channel == Channel.ONLINE,
        "questions": questions_of(election=election, language=language),
        "languages": languages_of(election=election, chosen=language),
        "language": language,
    }
    return render(request, "elections/voting/booth.html", values)


def _bytes_in(hexadecimal: str) -> bytes:
    """What the page told of the proofs' commitments; nothing where it is no hexadecimal: they help, they are not the vote."""
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        return b""
