"""Ranked answers: numbers of eight bits side by side in one element of the group, encrypted, with a proof that whoever sent it
knows what is in it (section 4.11.2). Nobody can copy it: the proof names the credential.
"""

from collections.abc import Sequence

import msgspec

from madang.systems.elections.domain.belenios.group import FixedBase, Group
from madang.systems.elections.domain.belenios.proofs import Ciphertext, Source, knows, prove_knowledge
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.wire import AnswerWire, CiphertextWire

_BITS = _PADDING = 8
HIGHEST = (1 << _BITS) - 1


def embedded(*, numbers: Sequence[int], group: Group) -> int:
    """The element that stands for `numbers`: the first one with them in front of eight bits of padding."""
    packed = 0
    for one in numbers:
        packed = packed << _BITS | one
    for padding in range(1 << _PADDING):
        element = packed << _PADDING | padding
        if group.in_group(element=element):
            return element
    # Every second number is a square: 256 in a row that are none do not occur.
    raise ValueError("These numbers are no element of the group.")


def numbers_in(*, element: int, count: int) -> tuple[int, ...]:
    """The last `count` numbers of an element. Whatever a voter put in front of them is not read, as belenios-tool does it."""
    rest, found = int(element) >> _PADDING, []
    for _ in range(count):
        found.append(rest & HIGHEST)
        rest >>= _BITS
    return tuple(reversed(found))


def _head(head: str, key: FixedBase, ciphertext: Ciphertext) -> str:
    return f"raweg|{head}|{key.base},{ciphertext.alpha},{ciphertext.beta}|"


def encrypt_ranking(
    *, numbers: Sequence[int], head: str, key: FixedBase, announced: list[int] | None = None
) -> AnswerWire:
    """The answer `numbers` with its proof. `head` names the election and the credential. The proof's commitment is added to
    `announced`.
    """
    group = key.group
    randomness = group.random_exponent()
    beta = key.power(randomness) * embedded(numbers=numbers, group=group) % group.p
    sealed = Ciphertext(group.g_power(randomness, window=key.window), beta)
    asked = _head(head, key, sealed)
    proof = prove_knowledge(
        secret=randomness,
        challenge_of=lambda commitment: group.challenge(f"{asked}{commitment}"),
        group=group,
        announced=announced,
    )
    return AnswerWire(choices=CiphertextWire(alpha=str(sealed.alpha), beta=str(sealed.beta)), proof=proof)


def check_ranking(
    *, text: str, answer: AnswerWire, head: str, source: Source, membership: bool = True
) -> tuple[Ciphertext, ...]:
    """The ciphertext of `answer` to the question `text`, if its proof holds; `BallotRefused` if not."""
    group, choices = source.key.group, answer.choices
    others = (answer.individual_proofs, answer.overall_proof, answer.blank_proof)
    alone = all(isinstance(one, msgspec.UnsetType) for one in others)
    if isinstance(choices, tuple) or isinstance(answer.proof, msgspec.UnsetType) or not alone:
        raise BallotRefused("shape", f"An answer to “{text}” is not one ciphertext with one proof.")
    sealed = Ciphertext(group.residue(digits=choices.alpha), group.residue(digits=choices.beta))
    if membership and not (group.in_group(element=sealed.alpha) and group.in_group(element=sealed.beta)):
        raise BallotRefused("not_in_group", f"A ciphertext of “{text}” is no element of the group.")
    asked = _head(head, source.key, sealed)
    if not knows(
        public=sealed.alpha,
        proof=answer.proof,
        challenge_of=lambda commitment: group.challenge(f"{asked}{commitment}"),
        group=group,
        source=source,
    ):
        raise BallotRefused(
            "knowledge_proof", f"Whoever sent the answer to “{text}” did not prove to know what is in it."
        )
    return (sealed,)
