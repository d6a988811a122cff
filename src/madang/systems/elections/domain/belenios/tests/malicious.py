"""Ballots as only a dishonest voter's program makes them."""

from collections.abc import Sequence

import msgspec

from madang.systems.elections.domain.belenios.answers import (
    encrypt_answer,
    individual_head,
    seal,
    whole_head,
    within,
)
from madang.systems.elections.domain.belenios.credentials import Credential, secret_exponent
from madang.systems.elections.domain.belenios.election import Election, fingerprint
from madang.systems.elections.domain.belenios.group import FixedBase, fixed_base, hash64
from madang.systems.elections.domain.belenios.proofs import Ciphertext, Claim, Opening, prove_knowledge, prove_one_of
from madang.systems.elections.domain.belenios.wire import (
    AnswerWire,
    BallotWire,
    CiphertextWire,
    ProofWire,
    SignatureWire,
    encode,
)


def resigned(election: Election, credential: Credential, answers: Sequence[AnswerWire]) -> str:
    """`answers`, whoever made them, signed with `credential`."""
    secret = secret_exponent(uuid=election.uuid, secret=credential.secret, group=election.group)
    bare = BallotWire(
        election_uuid=election.uuid,
        election_hash=fingerprint(election=election),
        credential=credential.public,
        answers=tuple(answers),
    )
    digest = hash64(encode(given=bare))
    proof = prove_knowledge(
        secret=secret,
        challenge_of=lambda found: election.group.challenge(f"sig|{digest}|{found}"),
        group=election.group,
    )
    return encode(given=msgspec.structs.replace(bare, signature=SignatureWire(hash=digest, proof=proof)))


def outside_the_group(election: Election, credential: Credential) -> str:
    """A ballot whose first alpha is multiplied by -1, an element of order two, and whose every proof holds all the same.

    Proofs hold where the challenges are even, for then the factor vanishes: its maker tries until they are.
    """
    key = fixed_base(election.group, election.public_key)
    head = f"{fingerprint(election=election)}|{credential.public}"
    sealed = [seal(value=1, key=key), seal(value=0, key=key)]
    first, opening = sealed[0]
    first = Ciphertext(election.group.p - first.alpha, first.beta)
    second, other = sealed[1]
    total = (first.times(second, p=election.group.p), Opening(opening.randomness + other.randomness, 1))
    whole = individual_head(whole_head(head, [first, second]), total[0])
    answer = AnswerWire(
        choices=tuple(CiphertextWire(alpha=str(one.alpha), beta=str(one.beta)) for one in (first, second)),
        individual_proofs=(
            _with_even_challenges(
                individual_head(head, first), [Claim(first, value, opening) for value in (0, 1)], key
            ),
            prove_one_of(
                head=individual_head(head, second), claims=[Claim(second, value, other) for value in (0, 1)], key=key
            ),
        ),
        overall_proof=_with_even_challenges(whole, within(election.questions[0], total), key),
    )
    rest = encrypt_answer(question=election.questions[1], chosen=[1, 0, 0, 0], head=head, key=key)
    return resigned(election, credential, (answer, rest))


def _with_even_challenges(head: str, claims: list[Claim], key: FixedBase) -> tuple[ProofWire, ...]:
    while True:
        proofs = prove_one_of(head=head, claims=claims, key=key)
        if all(int(proof.challenge) % 2 == 0 for proof in proofs):
            return proofs
