"""The board as a Belenios archive, which anybody verifies with belenios-tool or `./madang elections verify`."""

from collections.abc import Iterator

import msgspec

from madang.systems.elections.domain.belenios.archive import archive_bytes
from madang.systems.elections.domain.belenios.board import Event, Kind, Step
from madang.systems.elections.domain.belenios.commitments_file import commitments_file
from madang.systems.elections.models import Ballot, Board, BoardEvent, Election


def archive_of(*, election: Election) -> Iterator[bytes]:
    """The file `UUID.bel`, piece by piece, as the board stands now."""
    board = Board.objects.get(election=election)
    return archive_bytes(steps=_steps(election, board.height), opened_at=board.began_at)


def commitments_of(*, election: Election) -> Iterator[bytes]:
    """The file `UUID.commitments`, piece by piece: with it the archive is verified sooner."""
    rows = Ballot.objects.filter(election=election).order_by("event__height")
    told = rows.values_list("event__payload", "commitments").iterator(chunk_size=1000)
    return commitments_file(told=((digest, bytes(commitments)) for digest, commitments in told))


def _steps(election: Election, height: int) -> Iterator[Step]:
    events = BoardEvent.objects.filter(election=election, height__lte=height).order_by("height")
    for one in events.prefetch_related("data").iterator(chunk_size=200):
        texts = [data.text for data in sorted(one.data.all(), key=lambda data: data.position)]
        event = Event(
            height=one.height,
            type=Kind(one.kind),
            parent=one.parent or msgspec.UNSET,
            payload=one.payload or msgspec.UNSET,
        )
        yield Step(tuple(texts), event)
