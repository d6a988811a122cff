"""Take a voter's encrypted ballot onto the board."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.voting.own_credential import Offered
from madang.systems.elections.usecases.voting.take_ballots import Cast, take_ballots
from madang.systems.elections.usecases.voting.waiting_room import WaitingRoom

TOGETHER = 64
"""How many ballots are taken in one transaction: the first of them waits for the check of the last."""


def cast_ballot(*, election: Election, ballot: str, voter: Actor, now: datetime, commitments: bytes = b"") -> Cast:
    """Check the ballot and append it; of several the last one counts. The same ballot sent again gives the same answer.

    `commitments` are those of its proofs, where the voter's program told them: the check is quicker and finds the same.
    Raises Forbidden, NotOpen, SignInTooWeak, NotOnRoll, CredentialNotYours, VotedOnPaper, VotesByPost, BallotUnfit.
    """
    require(voter, "elections.vote", election.uuid)
    offered = Offered(ballot=ballot, commitments=commitments, voter=voter, now=now)
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
