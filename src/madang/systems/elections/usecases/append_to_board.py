"""Append an event to the board of an election: the one place where the chain grows."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from madang.systems.elections.domain.belenios.board import Event, Kind
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.models import Board, BoardData, BoardEvent, Election


def begin_board(*, election: Election, now: datetime) -> Board:
    """A board without any event yet, in the caller's transaction."""
    return Board.objects.create(election=election, height=-1, head="", began_at=now)


def lock_board(*, election: Election) -> Board:
    """The end of the chain, held until the caller's transaction ends, with the election as it stands now. Whoever changes the
    state of an election that has a board holds it, too.
    """
    board = Board.objects.select_for_update().get(election_id=election.pk)
    # Read after the lock was had: a join would still show the state of before.
    board.election = Election.objects.get(pk=election.pk)
    return board


def append(*, board: Board, kind: Kind, texts: Sequence[str], now: datetime) -> BoardEvent:
    """Append an event whose payload is the last of `texts`; the others stand on the board before it. `board` is held."""
    hashes = [hash_hex(text) for text in texts]
    link = Event(
        height=board.height + 1,
        type=kind,
        parent=board.head or msgspec.UNSET,
        payload=hashes[-1] if hashes else msgspec.UNSET,
    )
    event = BoardEvent.objects.create(
        election_id=board.election_id,
        height=link.height,
        kind=kind.value,
        parent=board.head,
        payload=hashes[-1] if hashes else "",
        hash=link.hash,
        at=now,
    )
    BoardData.objects.bulk_create(
        BoardData(event=event, position=position, hash=hashed, text=text)
        for position, (hashed, text) in enumerate(zip(hashes, texts, strict=True))
    )
    board.height, board.head = event.height, event.hash
    board.save(update_fields=["height", "head"])
    return event
