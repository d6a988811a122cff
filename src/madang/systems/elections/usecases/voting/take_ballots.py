"""Take ballots that wait together onto the board: one check of them all, one transaction, one acknowledgement each."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import Act, record_acts
from madang.framework.identity.actor import Actor
from madang.framework.ui import written
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
from madang.systems.elections.usecases.voting.public_election import public_election


class NotOpen(Refusal):
    """Too early, too late, or never."""

    code = "elections.not_open"
    says = _("Your ballot was not taken: this election takes ballots from {opens} to {closes}.")


class VotedOnPaper(Refusal):
    """The voter was handed a paper ballot."""

    code = "elections.voted_on_paper"
    says = _("Your ballot was not taken: you were handed a paper ballot at a polling station, and that is your vote.")


class CredentialNotYours(Refusal):
    """The ballot is signed with a credential that is not the voter's, or not any more."""

    code = "elections.credential_not_yours"
    says = _(
        "Your ballot was not taken: it was made with a credential that is not yours, or that was replaced. "
        "Use the newest one that you received."
    )
    status = 403


class BallotUnfit(Refusal):
    """A proof of the ballot does not hold."""

    code = "elections.ballot_unfit"
    says = _("Your ballot was not taken: {says} Nothing was counted. Load the page anew and vote again.")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """What the voter keeps: by `tracking` the ballot is found on the board, at the height `sequence`."""

    tracking: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A ballot that its voter sent at `now`, made with the voter's own `credential` as far as it says."""

    credential: Credential
    ballot: str
    commitments: bytes
    voter: Actor
    now: datetime


def require_open(*, election: Election, now: datetime) -> None:
    """`NotOpen` unless the election takes ballots."""
    if not election.is_open(now):
        raise NotOpen(opens=written.moment(election.opens_at), closes=written.moment(election.closes_at))


def take_ballots(*, election: Election, offered: Sequence[Offered]) -> list[Cast | Refusal]:
    """Of each ballot where it stands on the board, once all that were taken stand there for good, or why it was not taken."""
    sent = [Sent(one.ballot, one.commitments) for one in offered]
    checked = check_together(election=public_election(uuid=election.uuid), sent=sent)
    with transaction.atomic():
        taking = _Taking(election, offered)
        for one, found in zip(offered, checked, strict=True):
            taking.add(one, found)
        return taking.record()


class _Taking:
    """One transaction's work: entries of the roll first, then the board, both held to its end."""

    def __init__(self, election: Election, offered: Sequence[Offered]) -> None:
        self.election = election
        # Held so that no paper is handed out and no credential replaced; in one order, so that nobody waits in a ring.
        entries = Voter.objects.filter(pk__in={one.credential.voter_id for one in offered}).order_by("pk")
        self.entries = {one.pk: one for one in entries.select_for_update()}
        # Asked while the entries are held, so that an admission to vote by post comes before or after.
        by_post = PostalVoter.objects.filter(voter__in=self.entries, handed_back_at=None)
        self.by_post = set(by_post.values_list("voter", flat=True))
        credentials = Credential.objects.filter(pk__in={one.credential.pk for one in offered}, voided_at=None)
        self.valid = set(credentials.values_list("pk", flat=True))
        # Whoever closes holds the board, too: what comes after finds the election closed.
        self.board = lock_board(election=election)
        self.known = _known(election, offered)
        self.seen: set[bytes] = set()
        self.outcomes: list[Cast | Refusal] = []
        self.taken: list[tuple[Offered, CheckedBallot]] = []

    def add(self, one: Offered, found: CheckedBallot | BallotRefused) -> None:
        """Takes the ballot, or notes why not."""
        try:
            self.outcomes.append(self._taken(one, found))
        except Refusal as refused:
            self.outcomes.append(refused)

    def _taken(self, one: Offered, found: CheckedBallot | BallotRefused) -> Cast:
        if isinstance(found, BallotRefused):
            raise BallotUnfit(says=BALLOT[found.check]) from found
        if self.entries[one.credential.voter_id or 0].channel == Channel.PAPER:
            raise VotedOnPaper
        if one.credential.voter_id in self.by_post:
            raise VotesByPost
        if one.credential.pk not in self.valid:
            raise CredentialNotYours
        require_open(election=self.board.election, now=one.now)
        height = self.known.get((one.credential.pk, found.tracking))
        if height is None:
            self._require_unseen(found)
            self.taken.append((one, found))
            height = self.board.height + len(self.taken)
            self.known[one.credential.pk, found.tracking] = height
        return Cast(tracking=found.tracking, sequence=height)

    def _require_unseen(self, found: CheckedBallot) -> None:
        """No ciphertext comes twice. Two that share one's secret could send it both, and no verifier would take the archive."""
        digests = _digests(found)
        before = SeenCiphertext.objects.filter(election=self.election, digest__in=digests)
        if len(set(digests)) < len(digests) or not self.seen.isdisjoint(digests) or before.exists():
            raise BallotUnfit(says=_("A part of it is on the board already."))
        self.seen.update(digests)

    def record(self) -> list[Cast | Refusal]:
        """Everything that was taken, in one go."""
        if self.taken:
            self._mark_online()
            SeenCiphertext.objects.bulk_create(
                SeenCiphertext(election=self.election, digest=one) for one in sorted(self.seen)
            )
            texts = [(found.raw, one.now) for one, found in self.taken]
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
            target = f"election:{self.election.uuid}"
            record_acts(acts=[Act(one.voter, "elections.cast", target, {}, one.now) for one, _found in self.taken])
        return self.outcomes

    def _mark_online(self) -> None:
        fresh = []
        for one, _found in self.taken:
            entry = self.entries[one.credential.voter_id or 0]
            if not entry.channel:
                entry.channel, entry.voted_at = Channel.ONLINE.value, one.now
                fresh.append(entry)
        if fresh:
            Voter.objects.bulk_update(fresh, ["channel", "voted_at"])


def _digests(found: CheckedBallot) -> list[bytes]:
    return [hashlib.sha256(str(int(one.alpha)).encode()).digest() for row in found.choices for one in row]


def _known(election: Election, offered: Sequence[Offered]) -> dict[tuple[int, str], int]:
    """The heights of those ballots that stand on the board already."""
    numbers: Mapping[str, Offered] = {tracking_number(ballot=one.ballot): one for one in offered}
    there = Ballot.objects.filter(election=election, tracking__in=numbers)
    rows = there.values_list("credential", "tracking", "event__height")
    return {(credential, tracking): height for credential, tracking, height in rows}
