"""What anybody sees of elections: the list, an announcement, the archive of the board."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Refusal, clock
from madang.systems.elections.domain.ending import SMALLEST_GROUP, tellable
from madang.systems.elections.domain.words import RANKED, Kind, QuestionKind, RollSource, State
from madang.systems.elections.models import Board, Election, OverrideList, Voter
from madang.systems.elections.usecases.counting.archive import archive_of, collected_of, commitments_of
from madang.systems.elections.usecases.counting.results import Turnout, turnout_of
from madang.systems.elections.usecases.preparation.object_to_roll import object_to_roll
from madang.systems.elections.web.preparation.words import KINDS, QUESTION_KINDS, SIGN_INS, SOURCES
from madang.systems.elections.web.words import district_of, said, standing, title_of

MOST = 100


@open_to(ANYONE)
@require_safe
def elections(request: ActorRequest) -> HttpResponse:
    """Announced elections, the newest voting first."""
    now = clock.now()
    listed = [
        {
            "url": reverse("elections:election", args=[one.uuid]),
            "title": title_of(election=one),
            "kind": KINDS[Kind(one.kind)],
            "state": standing(election=one, now=now)[0],
            "when": f"{written.moment(one.opens_at)} – {written.moment(one.closes_at)}",
        }
        for one in Election.objects.exclude(announced_at=None).order_by("-opens_at")[:MOST]
    ]
    return render(request, "elections/preparation/elections.html", {"listed": listed})


@open_to(ANYONE)
@require_safe
def election(request: ActorRequest, uuid: str) -> HttpResponse:
    """One election: its calendar, questions, roll and turnout."""
    held = _announced(uuid)
    now = clock.now()
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "about": said(native=held.about, english=held.about_en),
        "open": held.is_open(now),
        "cancelled": held.cancelled_because,
        "facts": facts_of(held),
        "questions": questions_of(held),
        "has_board": Board.objects.filter(election=held).exists(),
        "published": held.state == State.PUBLISHED,
        "observable": held.state not in {State.PUBLISHED, State.CANCELLED},
        "by_post": held.absentee_until is not None and held.state in {State.ANNOUNCED, State.ROLL_FROZEN},
    }
    return render(request, "elections/preparation/election.html", values)


def _announced(uuid: str) -> Election:
    return get_object_or_404(Election.objects.exclude(announced_at=None), uuid=uuid)


def facts_of(held: Election) -> list[tuple[str, object]]:
    """The calendar and what is public of the roll."""
    turnout = turnout_of(election=held)
    facts: list[tuple[str, object]] = [
        (pgettext("election", "Kind"), KINDS[Kind(held.kind)]),
        (_("Voting"), f"{written.moment(held.opens_at)} – {written.moment(held.closes_at)}"),
        (
            _("Inspection of the roll"),
            f"{written.day(held.inspection_from)} – {written.day(held.inspection_until)}",
        ),
        (_("Roll drawn from"), SOURCES[RollSource(held.roll_source)]),
        (_("Reference day of the roll"), written.day(held.reference_on)),
        (_("On the roll"), _("{count} voters").format(count=f"{turnout.voters:,}")),
    ]
    if held.division or held.roll_source == RollSource.REGISTER:
        facts.insert(1, (pgettext("election", "District"), district_of(code=held.division)))
    if held.assurance:
        facts.append((_("Sign-in asked of voters"), SIGN_INS[held.assurance]))
    if held.paper_overrides:
        facts.append((_("Paper and online"), _("Who voted online may still vote on paper; the paper ballot counts.")))
    if held.absentee_until:
        facts.append((_("Apply to vote by post until"), written.day(held.absentee_until)))
    if held.quorum_percent:
        facts.append((_("Quorum"), f"{held.quorum_percent} %"))
    if held.purged_at:
        facts.append((_("What named voters was deleted"), written.moment(held.purged_at)))
    if held.roll_digest:
        facts.append((_("SHA-256 of the frozen roll"), held.roll_digest))
    if held.state not in {State.ANNOUNCED, State.DRAFT, State.ROLL_FROZEN}:
        facts.append((_("Voted so far"), _voted(held, turnout)))
    return facts


def _voted(held: Election, turnout: Turnout) -> str:
    """How many so far; of a survey with secrecy only where they are no small group."""
    if not tellable(kind=Kind(held.kind), answered=turnout.voted):
        return _("fewer than {least}").format(least=SMALLEST_GROUP)
    share = _("{voted} of {voters} ({percent:.1f} %)")
    return share.format(voted=turnout.voted, voters=turnout.voters, percent=turnout.percent)


def questions_of(held: Election) -> list[dict[str, object]]:
    """The questions as the ballot has them."""
    return [
        {
            "text": said(native=one.text, english=one.text_en),
            "answers": [said(native=answer["text"], english=answer["text_en"]) for answer in one.answers],
            "least": one.least,
            "most": one.most,
            "ranked": QUESTION_KINDS[QuestionKind(one.kind)] if QuestionKind(one.kind) in RANKED else "",
            "seats": one.most if one.kind == QuestionKind.STV else 0,
            "blank": one.blank,
        }
        for one in held.questions.order_by("position")
    ]


@open_to(ANYONE)
@require_safe
def archive(request: ActorRequest, uuid: str) -> StreamingHttpResponse:
    """The board as `UUID.bel`."""
    return _file(archive_of(election=_with_board(uuid)), f"{uuid}.bel", "application/x-tar")


@open_to(ANYONE)
@require_safe
def commitments(request: ActorRequest, uuid: str) -> StreamingHttpResponse:
    """The commitments of the ballots' proofs as `UUID.commitments`: with it the archive is verified sooner."""
    return _file(commitments_of(election=_with_board(uuid)), f"{uuid}.commitments", "application/octet-stream")


@open_to(ANYONE)
@require_safe
def collected(request: ActorRequest, uuid: str) -> StreamingHttpResponse:
    """The board as it was collected, as `UUID.collected.bel`, where paper overrides ballots of it."""
    parts = collected_of(listed=get_object_or_404(OverrideList, election__uuid=uuid))
    return _file(parts, f"{uuid}.collected.bel", "application/x-tar")


@open_to(ANYONE)
@require_safe
def overridden(request: ActorRequest, uuid: str) -> HttpResponse:
    """The list of the ballots that are left out, byte by byte as it is hashed."""
    listed = get_object_or_404(OverrideList, election__uuid=uuid)
    answer = HttpResponse(listed.text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{uuid}.overridden.json"'
    return answer


def _with_board(uuid: str) -> Election:
    held = _announced(uuid)
    if not Board.objects.filter(election=held).exists():
        raise Http404
    return held


def _file(parts: Iterator[bytes], name: str, media_type: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(parts, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@open_to(RESIDENTS)
@require_http_methods(["GET", "POST"])
def entry(request: ActorRequest, uuid: str) -> HttpResponse:
    """The own entry of the roll, and an objection to it."""
    held = _announced(uuid)
    refused = ""
    if request.method == "POST":
        try:
            ground = request.POST.get("ground", "")
            case = object_to_roll(election=held, ground=ground, actor=request.actor, now=clock.now())
            return redirect("cases:my_case", case.number)
        except Refusal as refusal:
            refused = str(refusal)
    own = Voter.objects.filter(election=held, person=request.actor.person or "").first()
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "facts": _own(own) if own else (),
        "refused": refused,
        "open": held.lies_open(timezone.localdate(clock.now())),
        "until": written.day(held.inspection_until),
    }
    return render(request, "elections/preparation/entry.html", values, status=422 if refused else 200)


def _own(own: Voter) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Number on the roll"), own.number),
        (_("Name"), own.name),
        (_("Date of birth"), written.day(own.birth_on)),
    ]
    if own.address:
        facts.append((_("Address"), own.address))
    if own.weight != 1:
        facts.append((_("Your vote counts"), _("{count} times").format(count=own.weight)))
    return facts
