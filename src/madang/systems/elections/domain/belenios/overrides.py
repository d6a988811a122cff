"""What was collected and what is counted, where paper overrides a ballot that was cast online (docs/adr/0068).

The collection board holds every ballot. The counted archive is the same setup, the same ballots in the same order without those
of the credentials on a published list, chained anew, and then all that Belenios knows. The list names pseudonyms alone.

Checks have permanent names, beside those of `verify`: `overrides.list` (its form, its election, its board),
`overrides.collected` (the collection board ends with its ballots), `overrides.setup`, `overrides.unknown_credential`,
`overrides.ballots` (a credential's tracking numbers), `overrides.left_in`, `overrides.added`, `overrides.dropped`,
`overrides.reordered`.
"""

import base64
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import msgspec

from madang.systems.elections.domain.belenios.archive import LARGEST_FILE, Archive, payload_of
from madang.systems.elections.domain.belenios.board import Event, Hash, Kind
from madang.systems.elections.domain.belenios.progress import Progress, untold
from madang.systems.elections.domain.belenios.verify import Broken, Report, verify
from madang.systems.elections.domain.belenios.wire import BallotWire, Malformed, Wire, decode, decode_as, encode


class OverriddenWire(Wire, frozen=True):
    """A credential whose voter was handed paper after voting online, and the tracking numbers that are left out."""

    credential: str
    ballots: list[str]


class OverridesWire(Wire, frozen=True):
    """The list: of which election, the hash of the collection board's last event, the credentials in order."""

    election: str
    collected: Hash
    overridden: list[OverriddenWire]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """What was found of two archives and their list: how many credentials were overridden, with how many ballots."""

    counted: Report
    collected: Report
    credentials: int
    ballots: int


def override_list(*, uuid: str, collected: str, overridden: Mapping[str, Sequence[str]]) -> str:
    """The list as JSON, written in the one way that there is: by credential, so that no order tells of a time.

    `collected`: the hash of the collection board's last event; `overridden`: tracking numbers by public credential.
    """
    rows = [OverriddenWire(credential=one, ballots=list(overridden[one])) for one in sorted(overridden)]
    return encode(given=OverridesWire(election=uuid, collected=collected, overridden=rows))


def chained_anew(
    *, links: Iterable[tuple[Kind, str]], left_out: Container[str] = (), height: int = -1, parent: str = ""
) -> Iterator[Event]:
    """The events of the counted archive: `links` (kind and payload, empty where there is none) without the ballots whose
    payloads are `left_out`, behind the event `parent` that stands at `height`.
    """
    for kind, payload in links:
        if kind is Kind.BALLOT and payload in left_out:
            continue
        height += 1
        event = Event(height=height, type=kind, parent=parent or msgspec.UNSET, payload=payload or msgspec.UNSET)
        parent = event.hash
        yield event


def verify_overridden(
    *,
    counted: Path,
    collected: Path,
    overridden: Path,
    former: Path | None = None,
    commitments: Path | None = None,
    executor: Executor | None = None,
    progress: Progress = untold,
) -> Overridden:
    """Both archives with every check that `verify` makes, and that one is the other without what the list names.

    `former` is a copy of the collection board. Raises Broken for the first check that fails.
    """
    count = verify(archive=counted, commitments=commitments, executor=executor, progress=progress)
    collection = verify(archive=collected, former=former, executor=executor, progress=progress)
    if overridden.stat().st_size > LARGEST_FILE:
        raise Broken("overrides.list", "It is larger than any list.")
    with counted.open("rb") as first, collected.open("rb") as second:
        try:
            some, whole = Archive(file=first), Archive(file=second)
            said = _listed(overridden.read_text(encoding="utf-8"), collection)
            left_out = _check_list(said, whole)
            _check_setup(whole, some)
            _check_ballots(_payloads(whole), _payloads(some), left_out)
        except (Malformed, UnicodeDecodeError) as malformed:
            raise Broken("overrides.list", str(malformed)) from malformed
    return Overridden(counted=count, collected=collection, credentials=len(said.overridden), ballots=len(left_out))


def _listed(raw: str, collection: Report) -> OverridesWire:
    said = decode(raw=raw, shape=OverridesWire)
    names = [one.credential for one in said.overridden]
    if names != sorted(set(names)):
        raise Broken("overrides.list", "A credential stands on the list twice, or not in its place.")
    if said.election != collection.uuid or said.collected != collection.last_event:
        raise Broken("overrides.list", "The list is of another election, or of another state of its board.")
    return said


def _check_list(said: OverridesWire, collected: Archive) -> frozenset[str]:
    """The payloads of the ballots that are left out, each credential's being just those that the list names."""
    events = list(collected.events())
    if events[-1].type is not Kind.END_BALLOTS:
        raise Broken("overrides.collected", "The collection board does not end with the end of its ballots.")
    listed = {one.credential: one.ballots for one in said.overridden}
    found: dict[str, list[str]] = {one: [] for one in listed}
    for event in events:
        if event.type is Kind.BALLOT and listed:
            payload = payload_of(event=event)
            credential = decode_as(raw=collected.data(payload), shape=BallotWire).credential
            if credential in found:
                found[credential].append(payload)
    for credential, payloads in found.items():
        if not payloads:
            raise Broken("overrides.unknown_credential", f"No ballot on the board was cast with {credential[:20]}….")
        if [_tracking(one) for one in payloads] != listed[credential]:
            raise Broken("overrides.ballots", f"Those are not the ballots that were cast with {credential[:20]}….")
    return frozenset(payload for payloads in found.values() for payload in payloads)


def _check_setup(collected: Archive, counted: Archive) -> None:
    first, second = (payload_of(event=next(one.events())) for one in (collected, counted))
    if first != second:
        raise Broken("overrides.setup", "The two archives are not of one election as it was set up.")


def _check_ballots(collected: Sequence[str], counted: Sequence[str], left_out: frozenset[str]) -> None:
    """What is counted is what was collected without what is left out, in the same order."""
    whole, some = set(collected), set(counted)
    if some & left_out:
        raise Broken("overrides.left_in", "A ballot of an overridden credential is counted.")
    if some - whole:
        raise Broken("overrides.added", "A ballot is counted that is not on the collection board.")
    if whole - left_out - some:
        raise Broken("overrides.dropped", "A ballot is left out that is on no list.")
    if [one for one in collected if one not in left_out] != list(counted):
        raise Broken("overrides.reordered", "The ballots are not counted in the order of the collection board.")


def _payloads(archive: Archive) -> list[str]:
    return [payload_of(event=event) for event in archive.events() if event.type is Kind.BALLOT]


def _tracking(payload: str) -> str:
    """The tracking number of the ballot with this hash."""
    return base64.b64encode(bytes.fromhex(payload)).decode().rstrip("=")
