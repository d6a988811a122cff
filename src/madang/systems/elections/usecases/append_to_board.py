"""Append an event to the board of an election: the one place where the chain grows."""

from collections.abc import Sequence
from datetime import datetime

from madang.systems.elections.domain.belenios.board import Kind, event_after
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
    (event,) = _append(board, kind, [(texts, now)])
    return event


def append_each(*, board: Board, kind: Kind, texts: Sequence[tuple[str, datetime]]) -> list[BoardEvent]:
    """Append an event for each text, at its own time. `board` is held."""
    return _append(board, kind, [((text,), at) for text, at in texts])


def _append(board: Board, kind: Kind, brought: Sequence[tuple[Sequence[str], datetime]]) -> list[BoardEvent]:
    events = []
    for texts, at in brought:
        link = event_after(height=board.height, parent=board.head, kind=kind, data=texts)
        events.append(
            BoardEvent(
                election_id=board.election_id,
                height=link.height,
                kind=kind.value,
                parent=board.head,
                payload=link.payload or "",
                hash=link.hash,
                at=at,
            )
        )
        board.height, board.head = link.height, link.hash
    BoardEvent.objects.bulk_create(events)
    BoardData.objects.bulk_create(
        BoardData(event=event, position=position, hash=hash_hex(text), text=text)
        for event, (texts, _at) in zip(events, brought, strict=True)
        for position, text in enumerate(texts)
    )
    board.save(update_fields=["height", "head"])
    return events
