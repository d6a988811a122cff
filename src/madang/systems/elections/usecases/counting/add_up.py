"""Ballots of a closed election are added up, still encrypted: what fits one part at once, more of them by jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.tally import Sums, add_up, tally_of_sums
from madang.systems.elections.models import Ballot, Board, BoardData, BoardEvent, Credential, Election, TallyPart
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting import queue
from madang.systems.elections.usecases.voting.public_election import public_election

PART = 2_000
"""How many ballots are added up together: less than a second of work."""


@dataclass(frozen=True, kw_only=True)
class Adding:
    """How many of the ballots that count are added up."""

    done: int
    ballots: int


def begin_adding_up(*, election: Election, board: Board, now: datetime) -> None:
    """Right after the closing, in its transaction. `board` is held."""
    counting = Ballot.objects.filter(election=election, credential__overridden=False)
    voted = counting.order_by("credential").distinct("credential")
    credentials = list(voted.values_list("credential", flat=True))
    parts = [credentials[place : place + PART] for place in range(0, len(credentials), PART)]
    if len(parts) <= 1:
        sums = [_added_up(election, part[0], part[-1]) for part in parts]
        _put_on_board(election, board, sums, now)
        return
    made = TallyPart.objects.bulk_create(
        TallyPart(election=election, first=part[0], last=part[-1], ballots=len(part)) for part in parts
    )
    for one in made:
        queue.add_up_part(part=one.pk)


def add_up_part(*, part: int, actor: Actor, now: datetime) -> None:
    """Add up one part; whoever ends the last one puts the sums of all on the board."""
    waiting = TallyPart.objects.filter(pk=part, sums="").select_related("election").first()
    if waiting is None:
        return
    sums = _added_up(waiting.election, waiting.first, waiting.last)
    with transaction.atomic():
        # The election before its board, in the order in which every step holds them; so one of two last parts sees the other.
        held = Election.objects.select_for_update(no_key=True).get(pk=waiting.election_id)
        TallyPart.objects.filter(pk=part, sums="").update(sums=sums.json, weight=sums.weight)
        parts = TallyPart.objects.filter(election=held)
        if not parts.exists() or parts.filter(sums="").exists():
            return
        found = [Sums(one.sums, one.ballots, one.weight) for one in parts.order_by("first").iterator(chunk_size=10)]
        _put_on_board(held, lock_board(election=held), found, now)
        parts.delete()
        record(actor=actor, action="elections.add_up", target=f"election:{held.uuid}", detail={}, now=now)


def adding_up(*, election: Election) -> Adding | None:
    """How far it is; None where nothing is being added up."""
    parts = TallyPart.objects.filter(election=election)
    ballots = parts.aggregate(of=Sum("ballots"))["of"]
    if ballots is None:
        return None
    return Adding(done=parts.exclude(sums="").aggregate(of=Sum("ballots"))["of"] or 0, ballots=ballots)


def is_added_up(*, election: Election) -> bool:
    """Whether the sums are on the board, so that trustees may begin."""
    return BoardEvent.objects.filter(election=election, kind=Kind.ENCRYPTED_TALLY.value).exists()


def _added_up(election: Election, first: int, last: int) -> Sums:
    listed = Credential.objects.filter(election=election, pk__gte=first, pk__lte=last)
    weights = dict(listed.values_list("public", "weight"))
    ballots = _ballots(election, first, last)
    return add_up(election=public_election(uuid=election.uuid), ballots=ballots, weights=weights)


def _ballots(election: Election, first: int, last: int) -> Iterator[str]:
    """The last ballot of each credential from `first` to `last`, a few at a time."""
    cast = Ballot.objects.filter(
        election=election, credential__gte=first, credential__lte=last, credential__overridden=False
    )
    counting = cast.order_by("credential", "-event__height").distinct("credential")
    texts = BoardData.objects.filter(event__in=counting.values("event"))
    yield from texts.values_list("text", flat=True).iterator(chunk_size=500)


def _put_on_board(election: Election, board: Board, sums: list[Sums], now: datetime) -> None:
    tally = tally_of_sums(election=public_election(uuid=election.uuid), sums=sums)
    append(board=board, kind=Kind.ENCRYPTED_TALLY, texts=(tally.json, tally.sized), now=now)
