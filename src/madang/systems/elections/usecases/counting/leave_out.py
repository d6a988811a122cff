"""Ballots whose voters were handed paper afterwards are left out of the count, and the list of them is made."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.systems.elections.domain.belenios.board import Event, Kind
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.domain.belenios.overrides import chained_anew, override_list
from madang.systems.elections.domain.words import Channel
from madang.systems.elections.models import Ballot, Board, BoardEvent, Credential, Election, OverrideList


def leave_out_overridden(*, election: Election, board: Board, actor: Actor, now: datetime) -> OverrideList:
    """Right after the end of ballots, in its transaction; `board` is held and stands at that event. Nothing on it changes: the
    list says what the counted archive leaves out, and the database compares its number with the roll's.
    """
    cast = Ballot.objects.filter(credential=OuterRef("pk"))
    found = Credential.objects.filter(Exists(cast), election=election, voter__channel=Channel.PAPER.value)
    credentials = list(found.values_list("pk", flat=True))
    Credential.objects.filter(pk__in=credentials).update(overridden=True)
    overridden: dict[str, list[str]] = {}
    numbers = Ballot.objects.filter(credential__in=credentials).order_by("event__height")
    for public, tracking in numbers.values_list("credential__public", "tracking"):
        overridden.setdefault(public, []).append(tracking)
    text = override_list(uuid=election.uuid, collected=board.head, overridden=overridden)
    end = _end_of_counted(election)
    made = OverrideList.objects.create(
        election=election,
        text=text,
        sha256=hash_hex(text),
        credentials=len(overridden),
        collected=board.height,
        height=end.height,
        head=end.hash,
    )
    detail = {"credentials": made.credentials, "sha256": made.sha256}
    record(actor=actor, action="elections.leave_out", target=f"election:{election.uuid}", detail=detail, now=now)
    return made


def left_out(*, election: Election) -> frozenset[str]:
    """The hashes of the ballots that are left out."""
    ballots = Ballot.objects.filter(election=election, credential__overridden=True)
    return frozenset(ballots.values_list("event__payload", flat=True))


def links_of(*, election: Election, after: int = -1) -> Iterator[tuple[Kind, str]]:
    """Kind and payload of each event of the board above the height `after`."""
    rows = BoardEvent.objects.filter(election=election, height__gt=after).order_by("height")
    for kind, payload in rows.values_list("kind", "payload").iterator(chunk_size=5_000):
        yield Kind(kind), payload


def _end_of_counted(election: Election) -> Event:
    """The event that ends the ballots of the counted archive."""
    end = None
    for event in chained_anew(links=links_of(election=election), left_out=left_out(election=election)):
        end = event
    if end is None:
        raise AssertionError("a board begins with its setup")
    return end
