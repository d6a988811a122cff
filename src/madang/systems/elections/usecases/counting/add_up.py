"""Ballots of a closed election are checked again and added up, still encrypted: few of them at once, many by jobs."""

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
from madang.systems.elections.usecases import queue
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting.check_ballots import broken_ballot
from madang.systems.elections.usecases.voting.public_election import public_election

PART = 2_000
"""How many ballots are checked and added up together: some seconds of work."""
AT_ONCE = 200
"""So many at most are checked and added up while the managers wait: a second."""


@dataclass(frozen=True, kw_only=True)
class Adding:
    """How many of the ballots that count are added up. `broken` is the tracking number of one that is not what was accepted:
    then nothing goes on.
    """

    done: int
    ballots: int
    broken: str


def begin_adding_up(*, election: Election, board: Board, actor: Actor, now: datetime) -> None:
    """Right after the closing, in its transaction. `board` is held."""
    # Overridden ones stand in the parts, too, and are not added: their ballots are checked as all others.
    voted = Ballot.objects.filter(election=election).order_by("credential").distinct("credential")
    credentials = list(voted.values_list("credential", flat=True))
    left_out = set(Credential.objects.filter(election=election, overridden=True).values_list("pk", flat=True))
    if not credentials:
        _put_on_board(election, board, [], now)
        return
    parts = [credentials[place : place + PART] for place in range(0, len(credentials), PART)]
    made = TallyPart.objects.bulk_create(
        TallyPart(election=election, first=part[0], last=part[-1], ballots=len(set(part) - left_out)) for part in parts
    )
    if len(credentials) > AT_ONCE:
        for one in made:
            queue.add_up_part(part=one.pk)
        return
    for one in made:
        _add_up(one)
        _keep(one, actor, now)
    _end(election, board, now)


def add_up_part(*, part: int, actor: Actor, now: datetime) -> None:
    """Check and add up one part; whoever ends the last one puts the sums of all on the board.

    Where a ballot is not what was accepted, it is named, and the sums never come to the board.
    """
    waiting = TallyPart.objects.filter(pk=part, sums="").select_related("election").first()
    if waiting is None:
        return
    _add_up(waiting)
    with transaction.atomic():
        # The election before its board, in the order in which every step holds them; so one of two last parts sees the other.
        held = Election.objects.select_for_update(no_key=True).get(pk=waiting.election_id)
        _keep(waiting, actor, now)
        if _end(held, lock_board(election=held), now):
            record(actor=actor, action="elections.add_up", target=f"election:{held.uuid}", detail={}, now=now)


def _add_up(part: TallyPart) -> None:
    """Checked and added up, or with the name of a ballot that is broken."""
    election, first, last = part.election, part.first, part.last
    part.broken = broken_ballot(election=election, first=first, last=last)
    if not part.broken:
        sums = _sums(election, first, last)
        part.sums, part.weight = sums.json, sums.weight


def _keep(part: TallyPart, actor: Actor, now: datetime) -> None:
    waiting = TallyPart.objects.filter(pk=part.pk, sums="")
    if waiting.update(sums=part.sums, weight=part.weight, broken=part.broken) and part.broken:
        target, detail = f"election:{part.election.uuid}", {"ballot": part.broken}
        record(actor=actor, action="elections.broken_ballot", target=target, detail=detail, now=now)


def _end(held: Election, board: Board, now: datetime) -> bool:
    """Put the sums on the board if all parts have theirs; both are held."""
    parts = TallyPart.objects.filter(election=held)
    if not parts.exists() or parts.filter(sums="").exists():
        return False
    found = [Sums(one.sums, one.ballots, one.weight) for one in parts.order_by("first").iterator(chunk_size=10)]
    _put_on_board(held, board, found, now)
    parts.delete()
    return True


def adding_up(*, election: Election) -> Adding | None:
    """How far it is; None where nothing is being added up."""
    parts = TallyPart.objects.filter(election=election)
    ballots = parts.aggregate(of=Sum("ballots"))["of"]
    if ballots is None:
        return None
    broken = parts.exclude(broken="").order_by("first").values_list("broken", flat=True).first() or ""
    return Adding(done=parts.exclude(sums="").aggregate(of=Sum("ballots"))["of"] or 0, ballots=ballots, broken=broken)


def is_added_up(*, election: Election) -> bool:
    """Whether the sums are on the board, so that trustees may begin."""
    return BoardEvent.objects.filter(election=election, kind=Kind.ENCRYPTED_TALLY.value).exists()


def _sums(election: Election, first: int, last: int) -> Sums:
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
