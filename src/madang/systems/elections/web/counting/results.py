"""The public page of an election's result: chart, table, map, turnout, quorum, and what to check it with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.law import pack
from madang.framework.ui import charts, maps
from madang.framework.values import clock
from madang.systems.elections.domain.counting.outcome import Outcome, Sums
from madang.systems.elections.domain.ending import SMALLEST_GROUP, tellable
from madang.systems.elections.domain.words import RANKED, Kind, QuestionKind, State
from madang.systems.elections.models import Ballot, Election, OverrideList, Question
from madang.systems.elections.usecases.counting.public_result import (
    PublicResult,
    outcome_of,
    public_result,
    ranked_outcome_of,
    turnouts_of_the_day,
)
from madang.systems.elections.web.counting.joint import joint_of, verdict_words
from madang.systems.elections.web.counting.ranked import shown_ranked
from madang.systems.elections.web.words import said, standing, title_of

SHOWN = (State.READY, State.CLOSED, State.COUNTED, State.PUBLISHED)
LONGEST_LABEL = 12


@open_to(ANYONE)
@require_safe
def results(request: HttpRequest, uuid: str) -> HttpResponse:
    """Turnout while the poll is open; the result once the trustees have decrypted the sums."""
    election = get_object_or_404(Election, uuid=uuid, state__in=[one.value for one in SHOWN])
    found = public_result(election=election)
    questions = [_question(one, found, place) for place, one in enumerate(election.questions.order_by("position"))]
    values = {
        "uuid": uuid,
        "title": title_of(election=election),
        "standing": standing(election=election, now=clock.now()),
        "open": election.is_open(clock.now()),
        "final": election.state == State.PUBLISHED,
        "counted": found.votes is not None,
        "questions": questions,
        "quorum": election.quorum_percent,
        "reached": found.quorum_met,
        "turnout": round(found.turnout.percent, 1) if found.turnout.voters else None,
        "numbers": found.turnout,
        "few": 0 if tellable(kind=Kind(election.kind), answered=found.turnout.voted) else SMALLEST_GROUP,
        "seed": found.seed,
        "closes_at": election.closes_at,
        "map": _map(election),
        "overridden": _overridden(election),
    }
    return render(request, "elections/counting/results.html", values)


def _question(question: Question, result: PublicResult, place: int) -> dict[str, Any]:
    names = [said(native=one["text"], english=one.get("text_en", "")) for one in question.answers]
    names = names[:-1] if question.refusal else names
    shown: dict[str, Any] = {"text": said(native=question.text, english=question.text_en), "rows": []}
    if QuestionKind(question.kind) in RANKED:
        ranked = ranked_outcome_of(question=question, result=result, place=place)
        return shown if ranked is None else shown | {"ranked": shown_ranked(names=names, found=ranked)}
    shown["joint"] = joint_of(question=question, names=names)
    counted = outcome_of(question=question, result=result, place=place)
    if counted is None:
        return shown
    sums, found = counted
    title = _("Votes: %(question)s") % {"question": shown["text"]}
    votes = charts.Series(title=_("Votes"), values=tuple(map(float, sums.votes)))
    labels = [name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…" for name in names]
    shown["chart"] = charts.bar(title=title, labels=labels, series=(votes,))
    shown["rows"] = [_row(names[one], one, sums, found) for one in found.ranking]
    shown["blank"] = sums.blank if question.blank else None
    shown["refused"] = sums.refused if question.refusal else None
    # Where districts decide together, one of them decides nothing.
    shown["verdict"] = "" if shown["joint"] else verdict_words(found.verdict)
    shown["drawn"] = bool(found.tied and found.elected)
    shown["undecided"] = bool(found.tied and not found.elected and found.quorate)
    return shown


def _overridden(election: Election) -> dict[str, Any]:
    """What paper left out, once the board is closed; empty where nothing can be."""
    listed = OverrideList.objects.filter(election=election).first()
    if listed is None:
        return {}
    ballots = Ballot.objects.filter(election=election, credential__overridden=True).count()
    return {"credentials": listed.credentials, "ballots": ballots, "sha256": listed.sha256}


def _row(name: str, answer: int, sums: Sums, found: Outcome) -> dict[str, Any]:
    total = sum(sums.votes) + sums.blank + sums.refused
    share = round(100 * sums.votes[answer] / total, 1) if total else 0.0
    return {"name": name, "votes": sums.votes[answer], "share": share, "elected": answer in found.elected}


def _map(election: Election) -> str:
    """The turnout of all districts that vote together; empty where there is one alone."""
    values = turnouts_of_the_day(election=election)
    korean = (get_language() or "en").startswith("ko")
    tiles = [
        maps.Tile(code=one.code, name=one.native if korean else one.latin, column=one.tile[0], row=one.tile[1])
        for one in pack().divisions
        if one.level == 1 and one.tile
    ]
    if len(values) < len(("one", "another")):
        return ""
    return maps.tile_map(title=_("Turnout by district"), unit="%", tiles=tiles, values=values)
