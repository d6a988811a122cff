"""Take ballots that wait together onto the board: one check of them all, one transaction, one acknowledgement each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import Act, record_acts
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.ballots import CheckedBallot, tracking_number
from madang.systems.elections.domain.belenios.batch import Sent, check_together
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.words import Channel
from madang.systems.elections.models import Ballot, Credential, Election, PostalVoter, SeenCiphertext, Voter
from madang.systems.elections.usecases.append_to_board import append_each, lock_board
from madang.systems.elections.usecases.refused_in_words import BALLOT
from madang.systems.elections.usecases.voting.by_post import VotesByPost
from madang.systems.elections.usecases.voting.own_credential import (
    BallotUnfit,
    CredentialNotYours,
    Offered,
    own_credentials,
    require_open,
)
from madang.systems.elections.usecases.voting.public_election import public_election


class VotedOnPaper(Refusal):
    """The voter was handed a paper ballot."""

    code = "elections.voted_on_paper"
    says = _("Your ballot was not taken: you were handed a paper ballot at a polling station, and that is your vote.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """What the voter keeps: by `tracking` the ballot is found on the board, at the height `sequence`."""

    tracking: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A ballot, the voter's own credential with which it says that it was made, and what its proofs say."""

    offered: Offered
    credential: Credential
    found: CheckedBallot | BallotRefused


def take_ballots(*, election: Election, offered: Sequence[Offered]) -> list[Cast | Refusal]:
    """Of each ballot where it stands on the board, once all that were taken stand there for good, or why it was not taken."""
    outcomes: list[Cast | Refusal | None] = []
    own: list[tuple[Offered, Credential]] = []
    for one, credential in zip(offered, own_credentials(election=election, offered=offered), strict=True):
        outcomes.append(credential if isinstance(credential, Refusal) else None)
        if isinstance(credential, Credential):
            own.append((one, credential))
    sent = [Sent(one.ballot, one.commitments) for one, _credential in own]
    found = check_together(election=public_election(uuid=election.uuid), sent=sent)
    checked = [Checked(*one, says) for one, says in zip(own, found, strict=True)]
    with transaction.atomic():
        taken = iter(_Taking(election, checked).record())
    return [next(taken) if one is None else one for one in outcomes]


class _Taking:
    """One transaction's work: entries of the roll first, then the board, both held to its end."""

    def __init__(self, election: Election, checked: Sequence[Checked]) -> None:
        self.election = election
        self.checked = checked
        # Held so that no paper is handed out and no credential replaced; in one order, so that nobody waits in a ring.
        entries = Voter.objects.filter(pk__in={one.credential.voter_id for one in checked}).order_by("pk")
        self.entries = {one.pk: one for one in entries.select_for_update()}
        # Asked while the entries are held, so that an admission to vote by post comes before or after.
        by_post = PostalVoter.objects.filter(voter__in=self.entries, handed_back_at=None)
        self.by_post = set(by_post.values_list("voter", flat=True))
        credentials = Credential.objects.filter(pk__in={one.credential.pk for one in checked}, voided_at=None)
        self.valid = set(credentials.values_list("pk", flat=True))
        # Whoever closes holds the board, too: what comes after finds the election closed.
        self.board = lock_board(election=election)
        self.known = _known(election, checked)
        self.seen = _seen(election, checked)
        self.fresh: list[bytes] = []
        self.taken: list[tuple[Checked, CheckedBallot]] = []

    def record(self) -> list[Cast | Refusal]:
        """Takes each ballot or says why not; everything that was taken is written in one go."""
        outcomes: list[Cast | Refusal] = []
        for one in self.checked:
            try:
                outcomes.append(self._take(one))
            except Refusal as refused:
                outcomes.append(refused)
        if self.taken:
            self._write()
        return outcomes

    def _take(self, one: Checked) -> Cast:
        found, credential = one.found, one.credential
        if isinstance(found, BallotRefused):
            raise BallotUnfit(says=BALLOT[found.check]) from found
        if self.entries[credential.voter_id or 0].channel == Channel.PAPER:
            raise VotedOnPaper
        if credential.voter_id in self.by_post:
            raise VotesByPost
        if credential.pk not in self.valid:
            raise CredentialNotYours
        require_open(election=self.board.election, now=one.offered.now)
        height = self.known.get((credential.pk, found.tracking))
        if height is None:
            self._require_unseen(found)
            self.taken.append((one, found))
            height = self.board.height + len(self.taken)
            self.known[credential.pk, found.tracking] = height
        return Cast(tracking=found.tracking, sequence=height)

    def _require_unseen(self, found: CheckedBallot) -> None:
        """No ciphertext comes twice. Two that share one's secret could send it both, and no verifier would take the archive."""
        digests = _digests(found)
        if len(set(digests)) < len(digests) or not self.seen.isdisjoint(digests):
            raise BallotUnfit(says=_("A part of it is on the board already."))
        self.seen.update(digests)
        self.fresh += digests

    def _write(self) -> None:
        voted = {one.credential.voter_id or 0 for one, _found in self.taken}
        last = max(one.offered.now for one, _found in self.taken)
        Voter.objects.filter(pk__in=voted, channel="").update(channel=Channel.ONLINE.value, voted_at=last)
        SeenCiphertext.objects.bulk_create(SeenCiphertext(election=self.election, digest=one) for one in self.fresh)
        texts = [(found.raw, one.offered.now) for one, found in self.taken]
        events = append_each(board=self.board, kind=Kind.BALLOT, texts=texts)
        Ballot.objects.bulk_create(
            Ballot(
                event=event,
                election=self.election,
                credential=one.credential,
                tracking=found.tracking,
                commitments=found.commitments,
            )
            for event, (one, found) in zip(events, self.taken, strict=True)
        )
        # Not which ballot: the trail says that somebody voted, never with what.
        target, offered = f"election:{self.election.uuid}", [one.offered for one, _found in self.taken]
        record_acts(acts=[Act(one.voter, "elections.cast", target, {}, one.now) for one in offered])


def _digests(found: CheckedBallot) -> list[bytes]:
    return [hashlib.sha256(str(int(one.alpha)).encode()).digest() for row in found.choices for one in row]


def _known(election: Election, checked: Sequence[Checked]) -> dict[tuple[int, str], int]:
    """The heights of those ballots that stand on the board already."""
    numbers = {tracking_number(ballot=one.offered.ballot) for one in checked}
    there = Ballot.objects.filter(election=election, tracking__in=numbers)
    rows = there.values_list("credential", "tracking", "event__height")
    return {(credential, tracking): height for credential, tracking, height in rows}


def _seen(election: Election, checked: Sequence[Checked]) -> set[bytes]:
    """Which of their ciphertexts came before."""
    digests = [digest for one in checked if isinstance(one.found, CheckedBallot) for digest in _digests(one.found)]
    before = SeenCiphertext.objects.filter(election=election, digest__in=digests)
    return {bytes(one) for one in before.values_list("digest", flat=True)}
