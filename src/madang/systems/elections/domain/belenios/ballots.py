"""Ballots: encrypting choices, and checking what somebody sent (sections 4.11 to 4.15)."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from madang.systems.elections.domain.belenios.answers import check_answer, encrypt_answer
from madang.systems.elections.domain.belenios.commitments import Computed, written_commitments
from madang.systems.elections.domain.belenios.credentials import secret_exponent
from madang.systems.elections.domain.belenios.election import Election, Question, fingerprint
from madang.systems.elections.domain.belenios.group import Group, fixed_base, hash64
from madang.systems.elections.domain.belenios.proofs import Ciphertext, Source, knows, prove_knowledge
from madang.systems.elections.domain.belenios.ranking import HIGHEST, check_ranking, encrypt_ranking
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.wire import (
    BallotWire,
    Malformed,
    SignatureWire,
    decode,
    encode,
)

LARGEST_BALLOT = 4_000_000


class ChoicesRefused(ValueError):
    """What was chosen is no answer to the questions."""

    code = "elections.choices.refused"


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """A ballot whose every proof holds. `credential` is its public credential, `tracking` what its voter looks it up by."""

    raw: str
    credential: str
    tracking: str
    choices: tuple[tuple[Ciphertext, ...], ...]
    commitments: bytes
    """Those of its proofs: what the next one who checks it need not compute."""


def tracking_number(*, ballot: str) -> str:
    """The hash of a ballot, by which its voter finds it on the board."""
    return hash64(ballot)


def encrypt(*, election: Election, credential: str, choices: Sequence[Sequence[int]], window: int = 0) -> str:
    """A ballot's JSON, as `encrypt_announced` makes it."""
    return encrypt_announced(election=election, credential=credential, choices=choices, window=window)[0]


def encrypt_announced(
    *, election: Election, credential: str, choices: Sequence[Sequence[int]], window: int = 0
) -> tuple[str, bytes]:
    """A ballot's JSON and the commitments of its proofs.

    `choices` holds, for each question, 0 or 1 for each choice; where blank is allowed, for blank first. Where it is ranked, a
    number from 0 to 255 for each answer. `window` is the size of the tables of powers: 0 for one ballot, 12 for thousands.
    """
    _check_choices(election, choices)
    group = election.group
    secret = secret_exponent(uuid=election.uuid, secret=credential, group=group)
    public = group.g_power(secret)
    key = fixed_base(group, election.public_key, window)
    head = f"{fingerprint(election=election)}|{public}"
    announced: list[int] = []
    bare = BallotWire(
        election_uuid=election.uuid,
        election_hash=fingerprint(election=election),
        credential=str(public),
        answers=tuple(
            encrypt_ranking(numbers=chosen, head=head, key=key, announced=announced)
            if question.ranked
            else encrypt_answer(question=question, chosen=chosen, head=head, key=key, announced=announced)
            for question, chosen in zip(election.questions, choices, strict=True)
        ),
    )
    digest = hash64(encode(given=bare))
    signed: list[int] = []
    proof = prove_knowledge(
        secret=secret,
        challenge_of=lambda commitment: _signed(digest, commitment, group),
        group=group,
        tables=True,
        announced=signed,
    )
    ballot = encode(given=msgspec.structs.replace(bare, signature=SignatureWire(hash=digest, proof=proof)))
    # The signature is checked before all other proofs.
    return ballot, written_commitments(group=group, found=[*signed, *announced])


def _signed(digest: str, commitment: int, group: Group) -> int:
    return group.challenge(f"sig|{digest}|{commitment}")


def _check_choices(election: Election, choices: Sequence[Sequence[int]]) -> None:
    """`ChoicesRefused` unless `choices` answer every question within its bounds."""
    if len(choices) != len(election.questions):
        raise ChoicesRefused("There is not one answer for each question.")
    for question, chosen in zip(election.questions, choices, strict=True):
        if question.ranked:
            if len(chosen) != len(question.answers) or not all(0 <= one <= HIGHEST for one in chosen):
                raise ChoicesRefused(f"“{question.text}” needs a number up to {HIGHEST} for each answer.")
            continue
        if len(chosen) != question.choices or any(one not in (0, 1) for one in chosen):
            raise ChoicesRefused(f"“{question.text}” needs 0 or 1 for each of {question.choices} choices.")
        if not _within(question, chosen):
            raise ChoicesRefused(
                f"“{question.text}” takes between {question.minimum} and {question.maximum} choices"
                + (", or a blank vote and nothing else." if question.blank else ".")
            )


def _within(question: Question, chosen: Sequence[int]) -> bool:
    count = sum(chosen[1:]) if question.blank else sum(chosen)
    if question.blank and chosen[0]:
        return count == 0
    return question.minimum <= count <= question.maximum


def check_ballot(*, election: Election, ballot: str) -> CheckedBallot:
    """The ballot if all that it claims is proved; `BallotRefused` with a permanent code if not. Who voted is not asked."""
    wire = read_ballot(election=election, ballot=ballot)
    group = election.group
    source = Computed(key=fixed_base(group, election.public_key))
    try:
        choices = check_proofs(election=election, wire=wire, source=source)
    except Malformed as malformed:
        raise BallotRefused("malformed", str(malformed)) from malformed
    commitments = written_commitments(group=group, found=source.found)
    return CheckedBallot(ballot, wire.credential, tracking_number(ballot=ballot), choices, commitments)


def read_ballot(*, election: Election, ballot: str) -> BallotWire:
    """The ballot's JSON, if it is one of this election; no proof has been looked at yet."""
    if len(ballot) > LARGEST_BALLOT:
        raise BallotRefused("malformed", "It is larger than any ballot.")
    try:
        wire = decode(raw=ballot, shape=BallotWire)
    except Malformed as malformed:
        raise BallotRefused("malformed", str(malformed)) from malformed
    if wire.election_uuid != election.uuid or wire.election_hash != fingerprint(election=election):
        raise BallotRefused("other_election", "It was made for another election, or for other questions.")
    if len(wire.answers) != len(election.questions):
        raise BallotRefused("shape", "It has not one answer for each question.")
    return wire


def check_proofs(
    *, election: Election, wire: BallotWire, source: Source, membership: bool = True
) -> tuple[tuple[Ciphertext, ...], ...]:
    """The ciphertexts of a ballot whose signature and proofs hold; `BallotRefused` or `Malformed` if one does not.

    The proofs' commitments come from `source`. `membership=False` leaves it to the caller to ask whether credential and
    ciphertexts are elements of the group.
    """
    group = election.group
    if membership and not group.in_group(element=group.residue(digits=wire.credential)):
        raise BallotRefused("not_in_group", "Its credential is no element of the group.")
    _check_signature(wire, source)
    head = f"{wire.election_hash}|{wire.credential}"
    return tuple(
        check_ranking(text=question.text, answer=answer, head=head, source=source, membership=membership)
        if question.ranked
        else check_answer(question=question, answer=answer, head=head, source=source, membership=membership)
        for question, answer in zip(election.questions, wire.answers, strict=True)
    )


def _check_signature(wire: BallotWire, source: Source) -> None:
    """`BallotRefused` unless the holder of the ballot's credential signed just this ballot."""
    signature = wire.signature
    if isinstance(signature, msgspec.UnsetType):
        raise BallotRefused("signature", "It is not signed.")
    digest = hash64(encode(given=msgspec.structs.replace(wire, signature=msgspec.UNSET)))
    if signature.hash != digest:
        raise BallotRefused("signature", "Its signature is over another ballot.")
    group = source.key.group
    if not knows(
        public=group.residue(digits=wire.credential),
        proof=signature.proof,
        challenge_of=lambda found: _signed(digest, found, group),
        group=group,
        source=source,
    ):
        raise BallotRefused("signature", "Its signature was not made with the credential that it names.")
