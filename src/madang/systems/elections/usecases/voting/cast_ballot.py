"""Take a voter's encrypted ballot onto the board."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.ballots import (
    LARGEST_BALLOT,
    CheckedBallot,
    check_ballot,
    tracking_number,
)
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.words import Channel
from madang.systems.elections.models import Ballot, Credential, Election, SeenCiphertext, Voter
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.refused_in_words import BALLOT
from madang.systems.elections.usecases.voting.by_post import require_no_postal_ballot
from madang.systems.elections.usecases.voting.public_election import public_election
from madang.systems.elections.usecases.voting.sure_sign_in import require_sure_sign_in


class NotOpen(Refusal):
    """Too early, too late, or never."""

    code = "elections.not_open"
    says = _("Your ballot was not taken: this election takes ballots from {opens} to {closes}.")


class NotOnRoll(Refusal):
    """Not a voter of this election."""

    code = "elections.not_on_roll"
    says = _("You are not on the roll of this election, so you cannot vote in it.")
    status = 403


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


def cast_ballot(*, election: Election, ballot: str, voter: Actor, now: datetime) -> Cast:
    """Check the ballot and append it; of several the last one counts. The same ballot sent again gives the same answer.

    Raises Forbidden, NotOpen, SignInTooWeak, NotOnRoll, CredentialNotYours, VotedOnPaper, VotesByPost, BallotUnfit.
    """
    require(voter, "elections.vote", election.uuid)
    _require_open(election, now)
    require_sure_sign_in(election=election, voter=voter)
    entry = Voter.objects.filter(election=election, person=voter.person).first()
    if entry is None:
        raise NotOnRoll
    credential = _credential_of(entry, ballot)
    known = _cast_before(election, credential, ballot)
    if known is not None:
        return known

    try:
        checked = check_ballot(election=public_election(uuid=election.uuid), ballot=ballot)
    except BallotRefused as refused:
        raise BallotUnfit(says=BALLOT[refused.check]) from refused

    with transaction.atomic():
        _mark_online(entry, credential, now)
        board = lock_board(election=election)
        # Whoever closes holds the board, too: what comes after finds the election closed.
        _require_open(board.election, now)
        known = _cast_before(election, credential, ballot)
        if known is not None:
            return known
        _mark_seen(election, checked)
        event = append(board=board, kind=Kind.BALLOT, texts=[ballot], now=now)
        Ballot.objects.create(event=event, election=election, credential=credential, tracking=checked.tracking)
        # Not which ballot: the trail says that somebody voted, never with what.
        record(actor=voter, action="elections.cast", target=f"election:{election.uuid}", detail={}, now=now)
    return Cast(tracking=checked.tracking, sequence=event.height)


def _require_open(election: Election, now: datetime) -> None:
    if not election.is_open(now):
        raise NotOpen(opens=written.moment(election.opens_at), closes=written.moment(election.closes_at))


def _credential_of(entry: Voter, ballot: str) -> Credential:
    """The voter's own credential, if the ballot says that it was made with it. Its signature is checked with the proofs."""
    credential = Credential.objects.filter(voter=entry, voided_at=None).first()
    if credential is None or credential.fingerprint != hash_hex(_claimed(ballot)):
        raise CredentialNotYours
    return credential


def _claimed(ballot: str) -> str:
    if len(ballot) > LARGEST_BALLOT:
        raise BallotUnfit(says=_("It is larger than any ballot."))
    try:
        ballot.encode()
        said = json.loads(ballot)
    except (ValueError, RecursionError):
        raise BallotUnfit(says=BALLOT["malformed"]) from None
    claimed = said.get("credential") if isinstance(said, dict) else None
    if not isinstance(claimed, str) or not claimed.isascii():
        raise BallotUnfit(says=BALLOT["malformed"])
    return claimed


def _cast_before(election: Election, credential: Credential, ballot: str) -> Cast | None:
    tracking = tracking_number(ballot=ballot)
    height = (
        Ballot.objects.filter(election=election, credential=credential, tracking=tracking)
        .values_list("event__height", flat=True)
        .first()
    )
    return None if height is None else Cast(tracking=tracking, sequence=height)


def _mark_online(entry: Voter, credential: Credential, now: datetime) -> None:
    """The voter votes online from now on. Held until the end, so that no paper is handed out and no credential replaced."""
    held = Voter.objects.select_for_update().get(pk=entry.pk)
    if held.channel == Channel.PAPER:
        raise VotedOnPaper
    require_no_postal_ballot(voter=held)
    if not Credential.objects.filter(pk=credential.pk, voided_at=None).exists():
        raise CredentialNotYours
    if not held.channel:
        held.channel, held.voted_at = Channel.ONLINE.value, now
        held.save(update_fields=["channel", "voted_at"])


def _mark_seen(election: Election, checked: CheckedBallot) -> None:
    """No ciphertext comes twice. Two that share one's secret could send it both, and no verifier would take the archive."""
    rows = [
        SeenCiphertext(election=election, digest=hashlib.sha256(str(int(one.alpha)).encode()).digest())
        for row in checked.choices
        for one in row
    ]
    try:
        with transaction.atomic():
            SeenCiphertext.objects.bulk_create(rows)
    except IntegrityError:
        raise BallotUnfit(says=_("A part of it is on the board already.")) from None
