"""Whose ballot it is: the voter's own credential, and whether the election takes ballots from the voter now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.ballots import LARGEST_BALLOT
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.models import Credential, Election, Voter
from madang.systems.elections.usecases.refused_in_words import BALLOT
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
class Offered:
    """A ballot that its voter sent at `now`, with the commitments of its proofs if the voter's program told them."""

    ballot: str
    commitments: bytes
    voter: Actor
    now: datetime


def require_open(*, election: Election, now: datetime) -> None:
    """`NotOpen` unless the election takes ballots."""
    if not election.is_open(now):
        raise NotOpen(opens=written.moment(election.opens_at), closes=written.moment(election.closes_at))


def own_credentials(*, election: Election, offered: Sequence[Offered]) -> list[Credential | Refusal]:
    """Of each ballot its voter's credential, if the ballot says that it was made with it; its signature is checked with the
    proofs. Or why it is not taken: NotOpen, SignInTooWeak, NotOnRoll, CredentialNotYours, BallotUnfit.
    """
    people = {one.voter.person for one in offered}
    held = Credential.objects.filter(voter__election=election, voter__person__in=people, voided_at=None)
    credentials = {one.voter.person: one for one in held.select_related("voter") if one.voter}
    found: list[Credential | Refusal] = []
    for one in offered:
        try:
            require_open(election=election, now=one.now)
            require_sure_sign_in(election=election, voter=one.voter)
            found.append(_own(election, one, credentials.get(one.voter.person or "")))
        except Refusal as refused:
            found.append(refused)
    return found


def _own(election: Election, one: Offered, credential: Credential | None) -> Credential:
    if credential is None and not Voter.objects.filter(election=election, person=one.voter.person).exists():
        raise NotOnRoll
    if credential is None or credential.fingerprint != hash_hex(_claimed(one.ballot)):
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
