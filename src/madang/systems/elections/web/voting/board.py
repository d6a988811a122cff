"""What everybody sees of an election's board: the election, every event with its hash, and where one's own ballot stands."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.ui.tables import Column, Table
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.models import Ballot, Board, BoardData, BoardEvent, Election, OverrideList
from madang.systems.elections.usecases.voting.public_election import setup_text
from madang.systems.elections.web.voting.observe import incidents_of
from madang.systems.elections.web.voting.words import event_title
from madang.systems.elections.web.words import title_of

LONGEST_TYPED = 100
SHORT = 12


def _board_of(uuid: str) -> Board:
    return get_object_or_404(Board.objects.select_related("election"), election__uuid=uuid)


@open_to(ANYONE)
@require_safe
def election_file(request: HttpRequest, uuid: str) -> HttpResponse:
    """The election as it was published, byte by byte: its fingerprint stands in every ballot."""
    _board_of(uuid)
    return HttpResponse(setup_text(uuid=uuid, what="election"), content_type="application/json")


@open_to(ANYONE)
@require_safe
def board(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """Every event of the board in its order; look up a tracking number."""
    kept = _board_of(uuid)
    typed = request.GET.get("tracking", "").strip()[:LONGEST_TYPED].replace(" ", "")
    table = _table(request, kept.election)
    file = table.file(name=f"board-{uuid}")
    if file is not None:
        return file
    values = {
        "uuid": uuid,
        "title": title_of(election=kept.election),
        "height": kept.height,
        "head": kept.head,
        "typed": typed,
        "found": _found(kept.election, typed) if typed else None,
        "table": table,
        "incidents": incidents_of(election=kept.election),
        "overridden": OverrideList.objects.filter(election=kept.election).exists(),
    }
    return render(request, "elections/voting/board.html", values)


def _table(request: HttpRequest, election: Election) -> Table:
    columns = [
        Column(name="height", title=_("No."), kind="number", sort="height"),
        Column(
            name="kind",
            title=pgettext("board", "What"),
            value=lambda row: event_title(kind=row.kind, overridden=_overridden(row)),
            link=_link(election.uuid),
        ),
        Column(name="tracking", title=_("Tracking number"), value=_tracking),
        Column(name="at", title=pgettext("vote", "When"), kind="moment"),
        Column(name="hash", title=_("Running hash"), value=lambda row: row.hash),
    ]
    source = (
        BoardEvent.objects.filter(election=election)
        .select_related("ballot__credential")
        .defer("ballot__commitments")
        .order_by("height")
    )
    return Table(request=request, columns=columns, source=source, caption=_("The board"), size=25)


def _link(uuid: str) -> Any:
    return lambda row: reverse("elections:board_event", args=[uuid, row.height])


def _tracking(row: BoardEvent) -> str:
    return row.ballot.tracking if row.kind == Kind.BALLOT else ""


def _overridden(row: BoardEvent) -> bool:
    """Whether the event is a ballot that paper overrode; known once the board is closed."""
    return row.kind == Kind.BALLOT and row.ballot.credential.overridden


def _found(election: Election, tracking: str) -> dict[str, Any]:
    """What the board says of a tracking number; `counts` is false where the same credential voted again later. Once the board
    is closed, `overridden` where paper stands instead.
    """
    ballot = Ballot.objects.filter(election=election, tracking=tracking).select_related("event", "credential").first()
    if ballot is None:
        return {}
    last = Ballot.objects.filter(election=election, credential=ballot.credential_id).order_by("-event__height").first()
    text = BoardData.objects.filter(event=ballot.event).order_by("-position").values_list("text", flat=True)[0]
    return {
        "overridden": ballot.credential.overridden,
        "sequence": ballot.event.height,
        "at": ballot.event.at,
        "code": json.loads(text)["signature"]["hash"],
        "counts": last == ballot,
        "later": last.event.height if last else None,
        "later_tracking": last.tracking if last else "",
    }


@open_to(ANYONE)
@require_safe
def board_file(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The whole chain as JSON, an event a line within one list: whoever has it can follow every hash."""
    kept = _board_of(uuid)
    answer = StreamingHttpResponse(_lines(kept.election), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="board-{uuid}.json"'
    return answer


def _lines(election: Election) -> Iterator[str]:
    yield f'{{"election": {json.dumps(election.uuid)}, "events": [\n'
    rows = (
        BoardEvent.objects.filter(election=election)
        .select_related("ballot__credential")
        .defer("ballot__commitments")
        .order_by("height")
    )
    for place, row in enumerate(rows.iterator(chunk_size=2000)):
        event: dict[str, Any] = {"height": row.height, "type": row.kind, "hash": row.hash, "at": row.at.isoformat()}
        event |= {name: value for name, value in (("parent", row.parent), ("payload", row.payload)) if value}
        event |= {"tracking": _tracking(row)} if row.kind == Kind.BALLOT else {}
        event |= {"overridden": True} if _overridden(row) else {}
        yield (",\n" if place else "") + json.dumps(event)
    yield "\n]}\n"


@open_to(ANYONE)
@require_safe
def board_event(request: HttpRequest, uuid: str, height: int) -> HttpResponse:
    """What an event brought to the board, byte by byte as it is hashed; an event without a payload has nothing."""
    event = get_object_or_404(BoardEvent, election__uuid=uuid, height=height)
    text = BoardData.objects.filter(event=event).order_by("-position").values_list("text", flat=True).first()
    return HttpResponse(text or "", content_type="application/json")


@open_to(ANYONE)
@require_safe
def device(request: HttpRequest, uuid: str) -> HttpResponse:
    """Check, on another device, a ballot that was opened instead of cast."""
    values = {"uuid": uuid, "title": title_of(election=_board_of(uuid).election)}
    return render(request, "elections/voting/device.html", values)
