"""The board: events chained by their hashes, each with the data that it refers to (section 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec

from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.domain.belenios.tally import EncryptedTally
from madang.systems.elections.domain.belenios.wire import Wire, encode

Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Kind(StrEnum):
    """What can happen on the board, in this order."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


class SetupWire(Wire, frozen=True):
    """The payload of Setup: hashes of what the election stands on."""

    election: Hash
    trustees: Hash
    credentials: Hash


class OwnedWire(Wire, frozen=True):
    """What a trustee did: the trustee's number (from 1), the hash of what it is."""

    owner: int
    payload: Hash


class Event(Wire, frozen=True):
    """One link of the chain. Its own hash is the next one's `parent`."""

    height: Annotated[int, msgspec.Meta(ge=0)]
    type: Kind
    parent: Hash | msgspec.UnsetType = msgspec.UNSET
    payload: Hash | msgspec.UnsetType = msgspec.UNSET

    @property
    def json(self) -> str:
        """As it stands in the archive: the parent first, then height, type, payload."""
        made: dict[str, object] = {} if self.parent is msgspec.UNSET else {"parent": self.parent}
        made |= {"height": self.height, "type": self.type.value}
        return encode(given=made if self.payload is msgspec.UNSET else made | {"payload": self.payload})

    @property
    def hash(self) -> str:
        """SHA-256 of the JSON in hexadecimal: the event's name."""
        return hash_hex(self.json)


@dataclass(frozen=True, slots=True)
class Step:
    """What one event adds to the board: `data` (JSON, each before what refers to it), then the event."""

    data: tuple[str, ...]
    event: Event


def event_after(*, height: int, parent: str, kind: Kind, data: Sequence[str]) -> Event:
    """What follows the event `parent` (its hash, which stands at `height`) and refers to the last of `data`.

    Before the first event, the height is -1 and the parent empty.
    """
    return Event(
        height=height + 1,
        type=kind,
        parent=parent or msgspec.UNSET,
        payload=hash_hex(data[-1]) if data else msgspec.UNSET,
    )


def _step(after: Event | None, kind: Kind, *data: str) -> Step:
    height, parent = (after.height, after.hash) if after else (-1, "")
    return Step(data, event_after(height=height, parent=parent, kind=kind, data=data))


def setup(*, election: str, trustees: str, credentials: str) -> Step:
    """The first step: the election, its trustees, its public credentials (all JSON)."""
    payload = SetupWire(election=hash_hex(election), trustees=hash_hex(trustees), credentials=hash_hex(credentials))
    return _step(None, Kind.SETUP, election, trustees, credentials, encode(given=payload))


def add_ballot(*, after: Event, ballot: str) -> Step:
    """A ballot that was checked comes onto the board."""
    return _step(after, Kind.BALLOT, ballot)


def end_ballots(*, after: Event) -> Step:
    """No further ballot is taken."""
    return _step(after, Kind.END_BALLOTS)


def add_tally(*, after: Event, tally: EncryptedTally) -> Step:
    """The product of all ballots that count."""
    return _step(after, Kind.ENCRYPTED_TALLY, tally.json, tally.sized)


def add_shuffle(*, after: Event, owner: int, shuffled: str) -> Step:
    """The shuffle of the trustee `owner` (from 1)."""
    return _step(after, Kind.SHUFFLE, shuffled, owned_json(owner=owner, payload=shuffled))


def end_shuffles(*, after: Event) -> Step:
    """Nobody shuffles any more; what stands there now is opened."""
    return _step(after, Kind.END_SHUFFLES)


def add_decryption(*, after: Event, owner: int, decryption: str) -> Step:
    """The partial decryption of the trustee `owner` (from 1)."""
    return _step(after, Kind.PARTIAL_DECRYPTION, decryption, owned_json(owner=owner, payload=decryption))


def owned_json(*, owner: int, payload: str) -> str:
    """The payload of an event that is one trustee's: whose, and the hash of what."""
    return encode(given=OwnedWire(owner=owner, payload=hash_hex(payload)))


def add_result(*, after: Event, result: str) -> Step:
    """The counts."""
    return _step(after, Kind.RESULT, result)
