"""Everything that can be checked in an archive by whoever has it. Checks have permanent names; the first that fails is told.

`archive` (its form, its hashes), `chain`, `order`, `history` (it continues an earlier copy), `setup.election`,
`setup.trustees`, `setup.credentials`, `ballot.<check>` with the checks of `BallotRefused`, `ballot.unknown_credential`,
`ballot.replayed`, `tally`, `shuffle`, `decryption`, `result`, `unreferenced`.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec

from madang.systems.elections.domain.belenios.archive import Archive, payload_of
from madang.systems.elections.domain.belenios.batch import TOGETHER, Sent, all_in_group, all_sound, check_together
from madang.systems.elections.domain.belenios.board import Event, Kind, OwnedWire, SetupWire
from madang.systems.elections.domain.belenios.commitments_file import CommitmentsFile
from madang.systems.elections.domain.belenios.election import Election, fingerprint, read_election
from madang.systems.elections.domain.belenios.group import Group
from madang.systems.elections.domain.belenios.mixnet import check_shuffle
from madang.systems.elections.domain.belenios.progress import Progress, untold
from madang.systems.elections.domain.belenios.refused import BallotRefused, TrusteeRefused
from madang.systems.elections.domain.belenios.tally import (
    EncryptedTally,
    Result,
    SizedTallyWire,
    check_partial_decryption,
    count,
    tally_of_last,
)
from madang.systems.elections.domain.belenios.trustees import Trustees, read_trustees
from madang.systems.elections.domain.belenios.wire import BallotWire, Malformed, decode_as

_STAGES = {
    Kind.SETUP: (Kind.BALLOT, Kind.END_BALLOTS),
    Kind.BALLOT: (Kind.BALLOT, Kind.END_BALLOTS),
    Kind.END_BALLOTS: (Kind.ENCRYPTED_TALLY,),
    Kind.ENCRYPTED_TALLY: (Kind.SHUFFLE, Kind.PARTIAL_DECRYPTION),
    Kind.SHUFFLE: (Kind.SHUFFLE, Kind.END_SHUFFLES),
    Kind.END_SHUFFLES: (Kind.PARTIAL_DECRYPTION,),
    Kind.PARTIAL_DECRYPTION: (Kind.PARTIAL_DECRYPTION, Kind.RESULT),
    Kind.RESULT: (),
}
HEAVIEST = 100_000_000_000


class Broken(Exception):
    """`check` names the first check that fails, permanently; `says` is a sentence."""

    def __init__(self, check: str, says: str) -> None:
        super().__init__(f"{check}: {says}")
        self.check = check
        self.says = says


@dataclass(frozen=True, slots=True)
class Report:
    """What an archive holds whose every check passed. `counts` is there once the result is."""

    uuid: str
    name: str
    fingerprint: str
    voters: int
    ballots: int
    tallied: int
    weight: int
    counts: tuple[tuple[int, ...], ...] | None
    rankings: tuple[tuple[tuple[int, ...], ...], ...] | None
    last_event: str


def verify(
    *,
    archive: Path,
    former: Path | None = None,
    commitments: Path | None = None,
    executor: Executor | None = None,
    progress: Progress = untold,
) -> Report:
    """The report of a sound archive; `Broken` for the first check that fails.

    `former` is a copy that somebody kept: the archive must continue it, byte by byte. `commitments` is the file beside it, with
    which the same is found sooner. `executor` checks ballots side by side.
    """
    if former is not None:
        _check_continues(archive, former)
    with archive.open("rb") as file, commitments.open("rb") if commitments else BytesIO() as told:
        try:
            audit = _Audit(Archive(file=file), CommitmentsFile(file=told), executor, progress)
            return audit.report()
        except Malformed as malformed:
            raise Broken("archive", str(malformed)) from malformed


def _check_continues(archive: Path, former: Path) -> None:
    with archive.open("rb") as now, former.open("rb") as then:
        while piece := then.read(1 << 20):
            if now.read(len(piece)) != piece:
                raise Broken("history", "It does not continue the former copy: something on the board was taken away.")


class _Audit:
    """One archive, from the first event to the last."""

    def __init__(self, archive: Archive, told: CommitmentsFile, executor: Executor | None, progress: Progress) -> None:
        self.archive = archive
        self.told = told
        self.executor = executor
        self.progress = progress
        self.seen: set[str] = set()
        self.last: dict[str, str] = {}
        """By credential, the hash of its last ballot: the one that counts."""
        self.events = list(self._chained())

    def report(self) -> Report:
        """Each check in turn."""
        election, trustees, weights = self._setup()
        ballots = [payload_of(event=event) for event in self._of(Kind.BALLOT)]
        self._check_ballots(election, ballots, weights)
        tally = self._tally(election, weights)
        tally = self._shuffled(election, trustees, tally) if tally else None
        factors = self._decryptions(election, trustees, tally) if tally else {}
        result = self._result(election, trustees, tally, factors) if tally else None
        if left := self.archive.names - self.seen:
            raise Broken("unreferenced", f"No event refers to {len(left)} of its files, such as {min(left)}.")
        return Report(
            uuid=election.uuid,
            name=election.name,
            fingerprint=fingerprint(election=election),
            voters=len(weights),
            ballots=len(ballots),
            tallied=tally.count if tally else 0,
            weight=tally.weight if tally else 0,
            counts=result.counts if result else None,
            rankings=result.rankings if result else None,
            last_event=self.events[-1].hash,
        )

    def _chained(self) -> Iterator[Event]:
        """The events, each the next one of the former and allowed to follow it."""
        former: Event | None = None
        for event in self.archive.events():
            parent = None if isinstance(event.parent, msgspec.UnsetType) else event.parent
            if event.height != (former.height + 1 if former else 0) or parent != (former.hash if former else None):
                raise Broken(
                    "chain", f"Event {event.height} ({event.type.value}) does not follow what stands before it."
                )
            allowed = _STAGES.get(former.type, ()) if former else (Kind.SETUP,)
            if event.type not in allowed:
                raise Broken("order", f"{event.type.value} cannot come at height {event.height}.")
            former = event
            yield event
        if former is None:
            raise Broken("order", "It holds no event.")

    def _of(self, kind: Kind) -> list[Event]:
        return [event for event in self.events if event.type is kind]

    def _data(self, digest: str) -> str:
        self.seen.add(digest)
        return self.archive.data(digest)

    def _setup(self) -> tuple[Election, Trustees, dict[str, int]]:
        setup = decode_as(raw=self._data(payload_of(event=self.events[0])), shape=SetupWire)
        try:
            election = read_election(raw=self._data(setup.election))
        except Malformed as malformed:
            raise Broken("setup.election", str(malformed)) from malformed
        try:
            trustees = read_trustees(raw=self._data(setup.trustees), group=election.group)
        except TrusteeRefused as refused:
            raise Broken("setup.trustees", refused.says) from refused
        if trustees.election_key != election.public_key:
            raise Broken("setup.trustees", "The election's public key is not the one that its trustees hold.")
        weights = _weights(self._data(setup.credentials), election.group)
        if election.ranked and any(weight != 1 for weight in weights.values()):
            raise Broken("setup.credentials", "A ranked ballot cannot weigh more than one.")
        return election, trustees, weights

    def _check_ballots(self, election: Election, digests: list[str], weights: dict[str, int]) -> None:
        if len(set(digests)) != len(digests):
            raise Broken("ballot.replayed", "A ballot stands on the board twice.")
        alphas: set[str] = set()
        done = 0
        for batch, sound in self._batches(election, digests):
            for digest, one in zip(digests[done:], batch, strict=False):
                self.last[_check_listed(one.ballot, weights, alphas)] = digest
            if not sound:
                _tell_faulty(election, batch, done)
            done += len(batch)
            self.progress(done, len(digests))

    def _batches(self, election: Election, digests: list[str]) -> Iterator[tuple[list[Sent], bool]]:
        check = partial(_sound, election)
        sent = (Sent(self._data(digest), self.told.of(digest=digest)) for digest in digests)
        groups = _grouped(sent, TOGETHER)
        if self.executor is None:
            yield from ((one, check(one)) for one in groups)
            return
        while wave := list(islice(groups, 16)):
            yield from zip(wave, self.executor.map(check, wave), strict=True)

    def _tally(self, election: Election, weights: dict[str, int]) -> EncryptedTally | None:
        stated = self._of(Kind.ENCRYPTED_TALLY)
        if not stated:
            return None
        sized_raw = self._data(payload_of(event=stated[0]))
        sized = decode_as(raw=sized_raw, shape=SizedTallyWire)
        tally = tally_of_last(election=election, ballots=map(self._data, self.last.values()), weights=weights)
        if self._data(sized.encrypted_tally) != tally.json:
            raise Broken("tally", "The encrypted tally is not the product of the ballots.")
        if sized_raw != tally.sized:
            raise Broken("tally", "The number or the weight of the ballots is misstated.")
        return tally

    def _shuffled(self, election: Election, trustees: Trustees, tally: EncryptedTally) -> EncryptedTally:
        """The tally as the last shuffle left it. Each shuffle is another trustee's; nothing is opened before they ended."""
        owners: set[int] = set()
        for event in self._of(Kind.SHUFFLE):
            owned = decode_as(raw=self._data(payload_of(event=event)), shape=OwnedWire)
            if not election.ranked or not 1 <= owned.owner <= len(trustees.keys) or owned.owner in owners:
                raise Broken("shuffle", f"There is a shuffle too many, or of nobody: {owned.owner}.")
            owners.add(owned.owner)
            try:
                shuffled = check_shuffle(election=election, tally=tally.json, shuffled=self._data(owned.payload))
            except TrusteeRefused as refused:
                raise Broken("shuffle", f"Trustee {owned.owner}: {refused.says}") from refused
            tally = replace(tally, json=shuffled)
        if election.ranked and not owners and self._of(Kind.PARTIAL_DECRYPTION):
            raise Broken("shuffle", "Ranked ballots were opened that nobody shuffled.")
        return tally

    def _decryptions(self, election: Election, trustees: Trustees, tally: EncryptedTally) -> dict[int, list[list[int]]]:
        found: dict[int, list[list[int]]] = {}
        for event in self._of(Kind.PARTIAL_DECRYPTION):
            owned = decode_as(raw=self._data(payload_of(event=event)), shape=OwnedWire)
            if not 1 <= owned.owner <= len(trustees.keys) or owned.owner in found:
                raise Broken("decryption", f"There is a partial decryption too many, or of nobody: {owned.owner}.")
            key = trustees.keys[owned.owner - 1]
            try:
                found[owned.owner] = check_partial_decryption(
                    election=election, tally=tally.json, public_key=key, decryption=self._data(owned.payload)
                )
            except TrusteeRefused as refused:
                raise Broken("decryption", f"Trustee {owned.owner}: {refused.says}") from refused
        return found

    def _result(
        self, election: Election, trustees: Trustees, tally: EncryptedTally, factors: dict[int, list[list[int]]]
    ) -> Result | None:
        stated = self._of(Kind.RESULT)
        if not stated:
            return None
        try:
            opened = count(election=election, trustees=trustees, tally=tally, factors=factors)
        except TrusteeRefused as refused:
            raise Broken("result", refused.says) from refused
        if self._data(payload_of(event=stated[0])) != opened.json:
            raise Broken("result", "The stated result is not what the tally opens to.")
        return opened


def _sound(election: Election, sent: list[Sent]) -> bool:
    return all_sound(election=election, sent=sent)


def _grouped(given: Iterable[Sent], size: int) -> Iterator[list[Sent]]:
    rest = iter(given)
    while part := list(islice(rest, size)):
        yield part


def _weights(raw: str, group: Group) -> dict[str, int]:
    """The weight of each public credential."""
    listed = decode_as(
        raw=raw, shape=list[Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,616}(,[1-9][0-9]{0,11})?\Z")]]
    )
    found: dict[str, int] = {}
    for line in listed:
        public, _, weight = line.partition(",")
        if public in found:
            raise Broken("setup.credentials", "A public credential stands on the list twice.")
        found[public] = int(weight or 1)
    try:
        elements = [group.residue(digits=public) for public in found]
    except Malformed as malformed:
        raise Broken("setup.credentials", str(malformed)) from malformed
    if not all_in_group(group=group, elements=elements):
        raise Broken("setup.credentials", "A public credential is no element of the group.")
    if sum(found.values()) > HEAVIEST:
        raise Broken("setup.credentials", "All weights together are larger than any tally can open.")
    return found


def _check_listed(raw: str, weights: dict[str, int], alphas: set[str]) -> str:
    """The credential of a ballot that is on the list and repeats no ciphertext; `Broken` if it is not, or does."""
    try:
        wire = decode_as(raw=raw, shape=BallotWire)
    except Malformed as malformed:
        raise Broken("ballot.malformed", str(malformed)) from malformed
    if wire.credential not in weights:
        raise Broken("ballot.unknown_credential", "A ballot's credential is not on the list of this election.")
    own = [one.alpha for answer in wire.answers for one in answer.ciphertexts]
    if len(set(own)) != len(own) or not alphas.isdisjoint(own):
        raise Broken("ballot.replayed", "A ciphertext of a ballot was taken from another ballot.")
    alphas.update(own)
    return wire.credential


def _tell_faulty(election: Election, sent: list[Sent], done: int) -> None:
    """`Broken` for the first ballot that is not sound; where all are, only the commitments beside them were wrong."""
    for place, found in enumerate(check_together(election=election, sent=sent), done + 1):
        if isinstance(found, BallotRefused):
            raise Broken(f"ballot.{found.check}", f"Ballot {place}: {found.says}")
