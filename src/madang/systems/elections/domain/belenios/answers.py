"""One homomorphic answer: a ciphertext a choice, each proved 0 or 1, and all together within the question's bounds."""

from collections.abc import Sequence

import msgspec

from madang.systems.elections.domain.belenios.election import Question
from madang.systems.elections.domain.belenios.group import FixedBase, Group
from madang.systems.elections.domain.belenios.proofs import (
    NOTHING,
    SHUT,
    Ciphertext,
    Claim,
    Opening,
    Source,
    holds_one_of,
    prove_one_of,
)
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.wire import AnswerWire, CiphertextWire, ProofWire

Sealed = tuple[Ciphertext, Opening]


def encrypt_answer(
    *, question: Question, chosen: Sequence[int], head: str, key: FixedBase, announced: list[int] | None = None
) -> AnswerWire:
    """The answer `chosen` (0 or 1 a choice) with its proofs. `head` names the election and the credential. The proofs'
    commitments are added to `announced`.
    """
    sealed = [seal(value=value, key=key) for value in chosen]
    individual = tuple(
        prove_one_of(
            head=individual_head(head, ciphertext), claims=_bit(ciphertext, opening), key=key, announced=announced
        )
        for ciphertext, opening in sealed
    )
    whole = whole_head(head, [ciphertext for ciphertext, _ in sealed])
    if question.blank:
        total = _total(sealed[1:], key.group)
        blank_claims, overall_claims = _blank_or_none(sealed[0], total), _blank_or_within(question, sealed[0], total)
        blank: tuple[ProofWire, ...] | msgspec.UnsetType = prove_one_of(
            head=f"bproof0|{whole}|", claims=blank_claims, key=key, announced=announced
        )
        overall = prove_one_of(head=f"bproof1|{whole}|", claims=overall_claims, key=key, announced=announced)
    else:
        ciphertext, opening = _total(sealed, key.group)
        blank = msgspec.UNSET
        overall = prove_one_of(
            head=individual_head(whole, ciphertext),
            claims=within(question, (ciphertext, opening)),
            key=key,
            announced=announced,
        )
    return AnswerWire(
        choices=tuple(CiphertextWire(alpha=str(one.alpha), beta=str(one.beta)) for one, _ in sealed),
        individual_proofs=individual,
        overall_proof=overall,
        blank_proof=blank,
    )


def seal(*, value: int, key: FixedBase) -> Sealed:
    """`value` under the election's key, and what opens it again."""
    group = key.group
    randomness = group.random_exponent()
    beta = key.power(randomness)
    if value:
        beta = beta * group.g_power(value) % group.p
    return Ciphertext(group.g_power(randomness, window=key.window), beta), Opening(randomness, value)


def individual_head(head: str, ciphertext: Ciphertext) -> str:
    """What goes into the hash of a proof of interval membership before the commitments."""
    return f"prove|{head}|{ciphertext.alpha},{ciphertext.beta}|"


def whole_head(head: str, ciphertexts: Sequence[Ciphertext]) -> str:
    """`head` and all ciphertexts of the answer: a proof about all of them holds for no other."""
    return f"{head}|" + ",".join(f"{one.alpha},{one.beta}" for one in ciphertexts)


def _total(sealed: Sequence[Sealed], group: Group) -> Sealed:
    ciphertext, randomness, value = NOTHING, 0, 0
    for one, opening in sealed:
        ciphertext = ciphertext.times(one, p=group.p)
        randomness, value = (randomness + opening.randomness) % group.q, value + opening.value
    return ciphertext, Opening(randomness, value)


def _bit(ciphertext: Ciphertext, opening: Opening) -> list[Claim]:
    return [Claim(ciphertext, value, opening) for value in (0, 1)]


def within(question: Question, total: tuple[Ciphertext, Opening]) -> list[Claim]:
    """That the number of choices lies within the question's bounds."""
    return [Claim(total[0], value, total[1]) for value in range(question.minimum, question.maximum + 1)]


def _blank_or_none(blank: tuple[Ciphertext, Opening], total: tuple[Ciphertext, Opening]) -> list[Claim]:
    """That the vote is not blank, or nothing else is chosen."""
    return [Claim(blank[0], 0, blank[1]), Claim(total[0], 0, total[1])]


def _blank_or_within(
    question: Question, blank: tuple[Ciphertext, Opening], total: tuple[Ciphertext, Opening]
) -> list[Claim]:
    """That the vote is blank, or the number of choices lies within the question's bounds."""
    return [Claim(blank[0], 1, blank[1]), *within(question, total)]


def _read_choices(question: Question, answer: AnswerWire, group: Group) -> tuple[Ciphertext, ...]:
    """The ciphertexts of an answer of the right shape; whether they are elements of the group is not asked."""
    proofs, choices = answer.individual_proofs, answer.choices
    fits = isinstance(proofs, tuple) and isinstance(choices, tuple) and isinstance(answer.overall_proof, tuple)
    if not fits or not len(answer.ciphertexts) == len(_proofs(answer)) == question.choices or answer.proof:
        raise BallotRefused("shape", f"An answer to “{question.text}” has not {question.choices} choices and proofs.")
    return tuple(
        Ciphertext(group.residue(digits=one.alpha), group.residue(digits=one.beta)) for one in answer.ciphertexts
    )


def _proofs(answer: AnswerWire) -> tuple[tuple[ProofWire, ...], ...]:
    return answer.individual_proofs or ()


def check_answer(
    *, question: Question, answer: AnswerWire, head: str, source: Source, membership: bool = True
) -> tuple[Ciphertext, ...]:
    """The ciphertexts of `answer`, if every proof holds; `BallotRefused` if not.

    `membership=False` leaves it to the caller to ask whether they are elements of the group (`batch` does, for many at once).
    """
    group = source.key.group
    choices = _read_choices(question, answer, group)
    if membership and not all(group.in_group(element=element) for one in choices for element in (one.alpha, one.beta)):
        raise BallotRefused("not_in_group", f"A ciphertext of “{question.text}” is no element of the group.")
    for ciphertext, proofs in zip(choices, _proofs(answer), strict=True):
        claims = _bit(ciphertext, SHUT)
        if not holds_one_of(head=individual_head(head, ciphertext), claims=claims, proofs=proofs, source=source):
            raise BallotRefused("individual_proof", f"A choice of “{question.text}” is not proved to be 0 or 1.")
    _check_whole(question, answer, choices, head, source)
    return choices


def _check_whole(
    question: Question, answer: AnswerWire, choices: tuple[Ciphertext, ...], head: str, source: Source
) -> None:
    whole = whole_head(head, choices)
    total = NOTHING
    for one in choices[1:] if question.blank else choices:
        total = total.times(one, p=source.key.group.p)
    if question.blank != isinstance(answer.blank_proof, tuple):
        raise BallotRefused("shape", f"“{question.text}” has a blank proof too many or too few.")
    if isinstance(answer.blank_proof, tuple):
        blank = (choices[0], SHUT)
        claims = _blank_or_none(blank, (total, SHUT))
        if not holds_one_of(head=f"bproof0|{whole}|", claims=claims, proofs=answer.blank_proof, source=source):
            raise BallotRefused("blank_proof", f"A blank vote on “{question.text}” is not proved to be empty.")
        overall_head, claims = f"bproof1|{whole}|", _blank_or_within(question, blank, (total, SHUT))
    else:
        overall_head, claims = individual_head(whole, total), within(question, (total, SHUT))
    overall = answer.overall_proof or ()
    if not holds_one_of(head=overall_head, claims=claims, proofs=overall, source=source):
        raise BallotRefused(
            "overall_proof", f"The choices of “{question.text}” are not proved to be within its bounds."
        )
