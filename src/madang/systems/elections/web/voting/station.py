"""At the polling station: look a voter up, hand out a ballot, print ballots, and what comes by post."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import clock
from madang.systems.elections.domain.words import POSTAL_STATION, Channel
from madang.systems.elections.models import Election, PaperStock, PollingRecord, PostalVoter, Station, Voter
from madang.systems.elections.usecases.counting.count_paper import station_title
from madang.systems.elections.usecases.permissions import STATION
from madang.systems.elections.usecases.voting.by_post import postal_voter_of
from madang.systems.elections.usecases.voting.find_voter import find_voters, postal_voters
from madang.systems.elections.usecases.voting.hand_out_paper import WAYS, give_back_paper, hand_out_paper, stands_since
from madang.systems.elections.usecases.voting.post_ballot import hand_back, post_ballot, take_envelope
from madang.systems.elections.usecases.voting.print_ballots import is_ours, print_ballots
from madang.systems.elections.web.words import title_of

LAST = 30


def held_at_office(request: ActorRequest, uuid: str) -> Election:
    """The election, where the official serves its stations."""
    return get_object_or_404(Election, uuid=uuid, office__in=request.actor.offices(STATION))


def _number(request: ActorRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise Http404
    return int(given)


@open_to(officials(STATION))
@require_http_methods(["GET", "POST"])
def station(request: ActorRequest, uuid: str) -> HttpResponse:
    """One polling station of an election."""
    held, now = held_at_office(request, uuid), clock.now()
    named = list(Station.objects.filter(election=held).order_by("name").values_list("name", flat=True))
    if request.method == "POST":
        name = request.POST.get("station", "").strip()[:60]
        if request.POST.get("act") == "print":
            return _printed(held, name, request)
        _act(held, name, request)
        return HttpResponseRedirect(f"{request.path}?{urlencode({'station': name})}")
    here = request.GET.get("station", "").strip()[:60]
    typed, serial = request.GET.get("who", "").strip()[:140], request.GET.get("serial", "").strip()[:40]
    found = find_voters(election=held, typed=typed, actor=request.actor, now=now) if typed else ()
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "named": named,
        "here": here,
        "open": held.is_open(now),
        "typed": typed,
        "found": [_row(one, held.paper_overrides) for one in found],
        "serial": serial,
        "ours": is_ours(election=held, serial=serial) if serial else None,
        **_figures(held, here),
    }
    return render(request, "elections/voting/station.html", values)


def _act(held: Election, name: str, request: ActorRequest) -> None:
    number, now = _number(request, "number"), clock.now()
    act = request.POST.get("act", "")
    if act == "paper":
        hand_out_paper(election=held, number=number, station=name, actor=request.actor, now=now)
    elif act == "hand_back":
        hand_back(election=held, number=number, actor=request.actor, now=now)
    elif act == "give_back":
        give_back_paper(election=held, number=number, actor=request.actor, now=now)
    else:
        raise Http404


def _printed(held: Election, name: str, request: ActorRequest) -> HttpResponse:
    pdf = print_ballots(
        election=held, station=name, copies=_number(request, "copies"), actor=request.actor, now=clock.now()
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="ballots-{held.uuid}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _row(voter: Voter, overrides: bool) -> dict[str, object]:
    by_post = not voter.channel and postal_voter_of(voter=voter) is not None
    since = stands_since(voter=voter)
    if since:
        state = _("Voted {way}, {at}").format(way=WAYS[Channel(voter.channel)], at=written.moment(since))
    else:
        state = _("Votes by post") if by_post else _("Has not voted")
    return {
        "number": voter.number,
        "name": voter.name,
        "born": written.day(voter.birth_on),
        "state": state,
        "free": not voter.channel and not by_post,
        "by_post": by_post,
        "overrides": overrides and voter.channel == Channel.ONLINE,
        "returns": overrides and voter.channel == Channel.PAPER,
    }


def _figures(held: Election, here: str) -> dict[str, object]:
    """What this station did; numbers of the roll and no names."""
    records = PollingRecord.objects.filter(voter__election=held, station=here)
    handed = records.filter(given_back_at=None)
    stock = PaperStock.objects.filter(election=held, station=here).first()
    last = handed.select_related("voter").order_by("-at")[:LAST]
    return {
        "handed": handed.count(),
        "given_back": records.exclude(given_back_at=None).count() if held.paper_overrides else None,
        "printed": len(stock.serials) if stock else 0,
        "last": [{"number": one.voter.number, "at": written.moment(one.at)} for one in last],
    }


@open_to(officials(STATION))
@require_http_methods(["GET", "POST"])
def post(request: ActorRequest, uuid: str) -> HttpResponse:
    """Ballots by post: to whom they go, and which came back."""
    held, now = held_at_office(request, uuid), clock.now()
    if request.method == "POST":
        if request.POST.get("act") == "print":
            return _printed(held, POSTAL_STATION, request)
        act = POSTAL_ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        act(election=held, number=_number(request, "number"), actor=request.actor, now=now)
        return HttpResponseRedirect(request.path)
    waiting = postal_voters(election=held, actor=request.actor, now=now)
    admitted = PostalVoter.objects.filter(voter__election=held)
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "box": station_title(name=POSTAL_STATION),
        "waiting": [{"number": one.voter.number, "name": one.voter.name, "sent_to": one.sent_to} for one in waiting],
        "facts": [
            (_("Admitted to vote by post"), admitted.count()),
            (_("Ballots posted"), admitted.exclude(posted_at=None).count()),
            (_("Envelopes that came back"), admitted.exclude(returned_at=None).count()),
            (_("Handed back unused"), admitted.exclude(handed_back_at=None).count()),
            (_("Envelopes count until"), written.moment(held.closes_at)),
        ],
        "open": now < held.closes_at,
    }
    return render(request, "elections/voting/post.html", values)


POSTAL_ACTS: dict[str, Callable[..., PostalVoter]] = {"posted": post_ballot, "envelope": take_envelope}
