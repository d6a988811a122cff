"""The board as a Belenios archive, which anybody verifies with belenios-tool or `./madang elections verify`. Where paper
overrides there are two of a closed board: what was collected, and what is counted.
"""

from collections.abc import Iterable, Iterator

import msgspec

from madang.systems.elections.domain.belenios.archive import archive_bytes
from madang.systems.elections.domain.belenios.board import Event, Kind, Step
from madang.systems.elections.domain.belenios.commitments_file import commitments_file
from madang.systems.elections.domain.belenios.overrides import chained_anew
from madang.systems.elections.models import Ballot, Board, BoardEvent, Election, OverrideList
from madang.systems.elections.usecases.counting.leave_out import left_out, links_of


def archive_of(*, election: Election) -> Iterator[bytes]:
    """The file `UUID.bel`, piece by piece, as the board stands now; once ballots are left out for paper, what is counted."""
    board = Board.objects.get(election=election)
    steps = _steps(election, board.height)
    if OverrideList.objects.filter(election=election).exists():
        steps = _counted(steps, left_out(election=election))
    return archive_bytes(steps=steps, opened_at=board.began_at)


def collected_of(*, listed: OverrideList) -> Iterator[bytes]:
    """The file `UUID.collected.bel`, piece by piece: every ballot, to the end of the voting."""
    board = Board.objects.get(election=listed.election)
    return archive_bytes(steps=_steps(listed.election, listed.collected), opened_at=board.began_at)


def commitments_of(*, election: Election) -> Iterator[bytes]:
    """The file `UUID.commitments`, piece by piece: with it the archive `UUID.bel` is verified sooner."""
    rows = Ballot.objects.filter(election=election, credential__overridden=False).order_by("event__height")
    told = rows.values_list("event__payload", "commitments").iterator(chunk_size=1000)
    return commitments_file(told=((digest, bytes(commitments)) for digest, commitments in told))


def last_event_of(*, election: Election) -> str:
    """The hash of the last event of `UUID.bel`."""
    listed = OverrideList.objects.filter(election=election).first()
    if listed is None:
        return Board.objects.get(election=election).head
    after = links_of(election=election, after=listed.collected)
    head = listed.head
    for event in chained_anew(links=after, height=listed.height, parent=listed.head):
        head = event.hash
    return head


def _counted(steps: Iterable[Step], without: frozenset[str]) -> Iterator[Step]:
    """The same steps without those ballots, chained anew."""
    height, parent = -1, ""
    for step in steps:
        link = (step.event.type, "" if isinstance(step.event.payload, msgspec.UnsetType) else step.event.payload)
        for event in chained_anew(links=[link], left_out=without, height=height, parent=parent):
            height, parent = event.height, event.hash
            yield Step(step.data, event)


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
