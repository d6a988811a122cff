"""Take a voter's encrypted ballot onto the board."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.ballots import LARGEST_BALLOT
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.models import Credential, Election, Voter
from madang.systems.elections.usecases.refused_in_words import BALLOT
from madang.systems.elections.usecases.voting.sure_sign_in import require_sure_sign_in
from madang.systems.elections.usecases.voting.take_ballots import (
    BallotUnfit,
    Cast,
    CredentialNotYours,
    Offered,
    require_open,
    take_ballots,
)
from madang.systems.elections.usecases.voting.waiting_room import WaitingRoom

TOGETHER = 64
"""How many ballots are taken in one transaction: the first of them waits for the check of the last."""


class NotOnRoll(Refusal):
    """Not a voter of this election."""

    code = "elections.not_on_roll"
    says = _("You are not on the roll of this election, so you cannot vote in it.")
    status = 403


def cast_ballot(*, election: Election, ballot: str, voter: Actor, now: datetime, commitments: bytes = b"") -> Cast:
    """Check the ballot and append it; of several the last one counts. The same ballot sent again gives the same answer.

    `commitments` are those of its proofs, where the voter's program told them: the check is quicker and finds the same.
    Raises Forbidden, NotOpen, SignInTooWeak, NotOnRoll, CredentialNotYours, VotedOnPaper, VotesByPost, BallotUnfit.
    """
    require(voter, "elections.vote", election.uuid)
    require_open(election=election, now=now)
    require_sure_sign_in(election=election, voter=voter)
    credential = _credential_of(election, voter, ballot)
    offered = Offered(credential=credential, ballot=ballot, commitments=commitments, voter=voter, now=now)
    if connection.in_atomic_block:
        # What this transaction wrote nobody else sees yet, and another's commit would not be its own.
        (outcome,) = take_ballots(election=election, offered=[offered])
    else:
        outcome = _room(election.pk).enter(offered)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


@lru_cache(maxsize=32)
def _room(election: int) -> WaitingRoom[Offered, Cast | Refusal]:
    """Where this process' voters of one election wait for one another."""

    def work(offered: Sequence[Offered]) -> list[Cast | Refusal]:
        return take_ballots(election=Election.objects.get(pk=election), offered=offered)

    return WaitingRoom(work=work, most=TOGETHER)


def _credential_of(election: Election, voter: Actor, ballot: str) -> Credential:
    """The voter's own credential, if the ballot says that it was made with it. Its signature is checked with the proofs."""
    held = Credential.objects.filter(voter__election=election, voter__person=voter.person, voided_at=None).first()
    if held is None and not Voter.objects.filter(election=election, person=voter.person).exists():
        raise NotOnRoll
    if held is None or held.fingerprint != hash_hex(_claimed(ballot)):
        raise CredentialNotYours
    return held


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
