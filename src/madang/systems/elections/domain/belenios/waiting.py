"""What an archive waits for trustees to do: its election, its trustees, and its tally as the last shuffle left it."""

from dataclasses import dataclass

from madang.systems.elections.domain.belenios.archive import Archive, payload_of
from madang.systems.elections.domain.belenios.board import Kind, OwnedWire, SetupWire
from madang.systems.elections.domain.belenios.election import Election, read_election
from madang.systems.elections.domain.belenios.shuffle_wire import merged
from madang.systems.elections.domain.belenios.tally import SizedTallyWire
from madang.systems.elections.domain.belenios.trustees import Trustees, read_trustees
from madang.systems.elections.domain.belenios.wire import Malformed, decode_as


@dataclass(frozen=True, slots=True)
class Waiting:
    """`tally` is shuffled next, or decrypted where `shuffled` says that nobody shuffles any more."""

    election: Election
    trustees: Trustees
    tally: str
    shuffled: bool


def waiting(*, archive: Archive) -> Waiting:
    """What trustees need of the archive. Whether all of it is sound, `verify` says before.

    `Malformed` if the election is not closed.
    """
    events = list(archive.events())
    setup = decode_as(raw=archive.data(payload_of(event=events[0])), shape=SetupWire)
    election = read_election(raw=archive.data(setup.election))
    closed = [event for event in events if event.type is Kind.ENCRYPTED_TALLY]
    if not closed:
        raise Malformed("This election takes ballots yet: nothing is shuffled or decrypted before it is closed.")
    sized = decode_as(raw=archive.data(payload_of(event=closed[0])), shape=SizedTallyWire)
    tally = archive.data(sized.encrypted_tally)
    shuffles = [event for event in events if event.type is Kind.SHUFFLE]
    if shuffles:
        owned = decode_as(raw=archive.data(payload_of(event=shuffles[-1])), shape=OwnedWire)
        tally = merged(election=election, tally=tally, shuffled=archive.data(owned.payload))
    ended = not election.ranked or any(event.type is Kind.END_SHUFFLES for event in events)
    trustees = read_trustees(raw=archive.data(setup.trustees), group=election.group)
    return Waiting(election, trustees, tally, ended)
