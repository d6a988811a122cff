"""Proofs without interaction: of a secret's knowledge, that a ciphertext holds one of a few values (4.5, 4.12, 4.13)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from madang.systems.elections.domain.belenios.group import ONE, FixedBase, Group
from madang.systems.elections.domain.belenios.wire import ProofWire


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """(g^r, y^r g^m)."""

    alpha: int
    beta: int

    def times(self, other: "Ciphertext", *, p: int) -> "Ciphertext":
        """The ciphertext of both values' sum."""
        return Ciphertext(self.alpha * other.alpha % p, self.beta * other.beta % p)


@dataclass(frozen=True, slots=True)
class Opening:
    """What its maker knows of a ciphertext: the randomness and the value."""

    randomness: int
    value: int


SHUT = Opening(0, -1)


@dataclass(frozen=True, slots=True)
class Claim:
    """That `ciphertext` holds `value`; one branch of a disjunction. Only who proves it has another `opening` than `SHUT`."""

    ciphertext: Ciphertext
    value: int
    opening: Opening


NOTHING = Ciphertext(ONE, ONE)


class Source(Protocol):
    """Where the commitments of proofs come from, which a proof does not name: computed anew, or told and asked about later."""

    @property
    def key(self) -> FixedBase:
        """The election's public key."""

    def of_secret(self, *, public: int, challenge: int, response: int) -> int:
        """g^response public^challenge."""

    def of_claim(self, *, claim: Claim, challenge: int, response: int) -> tuple[int, int]:
        """g^response alpha^challenge, and key^response (beta / g^value)^challenge."""


def read_proof(*, wire: ProofWire, group: Group) -> tuple[int, int]:
    """Challenge and response as numbers."""
    return group.exponent(digits=wire.challenge), group.exponent(digits=wire.response)


def prove_knowledge(
    *,
    secret: int,
    challenge_of: Callable[[int], int],
    group: Group,
    tables: bool = False,
    announced: list[int] | None = None,
) -> ProofWire:
    """That one knows `secret`, the logarithm of a public key. Who learns the nonce has the secret, so it takes the same time
    whatever it is; with `tables` it is quicker, for secrets of one election on a machine that serves nothing else. The
    commitment is added to `announced`.
    """
    nonce = group.random_exponent()
    commitment = group.g_power(nonce) if tables else group.secret_power(base=group.g, exponent=nonce)
    if announced is not None:
        announced.append(commitment)
    challenge = challenge_of(commitment)
    return ProofWire(challenge=str(challenge), response=str((nonce - secret * challenge) % group.q))


def knows(
    *,
    public: int,
    proof: ProofWire,
    challenge_of: Callable[[int], int],
    group: Group,
    source: "Source | None" = None,
) -> bool:
    """Whether `proof` shows knowledge of the logarithm of `public`, an element of the group. Its commitment is computed here
    unless it comes from a `source`.
    """
    challenge, response = read_proof(wire=proof, group=group)
    if source is None:
        commitment = group.g_power(response) * group.power(base=public, exponent=challenge) % group.p
    else:
        commitment = source.of_secret(public=public, challenge=challenge, response=response)
    return challenge_of(commitment) == challenge


def prove_one_of(
    *, head: str, claims: Sequence[Claim], key: FixedBase, announced: list[int] | None = None
) -> tuple[ProofWire, ...]:
    """That one of `claims` is true, without saying which. The commitments are added to `announced`.

    Whoever proves knows every opening, so all powers are of fixed bases, the simulated branches too.
    """
    group = key.group
    made: list[tuple[int, int]] = []
    commitments: list[int] = []
    own, nonce = _true_one(claims), group.random_exponent()
    for place, claim in enumerate(claims):
        if place == own:
            made.append((0, 0))
            commitments += [group.g_power(nonce, window=key.window), key.power(nonce)]
            continue
        challenge, response = group.random_exponent(), group.random_exponent()
        made.append((challenge, response))
        mixed = (response + claim.opening.randomness * challenge) % group.q
        shift = (claim.opening.value - claim.value) * challenge
        commitments.append(group.g_power(mixed, window=key.window))
        commitments.append(key.power(mixed) * group.g_power(shift, window=key.window) % group.p)
    if announced is not None:
        announced += commitments
    total = group.challenge(head + ",".join(map(str, commitments)))
    last = (total - sum(challenge for challenge, _ in made)) % group.q
    opening = claims[own].opening
    made[own] = (last, (nonce - opening.randomness * last) % group.q)
    return tuple(ProofWire(challenge=str(challenge), response=str(response)) for challenge, response in made)


def _true_one(claims: Sequence[Claim]) -> int:
    for place, claim in enumerate(claims):
        if claim.opening.value == claim.value:
            return place
    raise ValueError("None of these claims is true.")


def holds_one_of(*, head: str, claims: Sequence[Claim], proofs: Sequence[ProofWire], source: Source) -> bool:
    """Whether `proofs` show that one of `claims` is true."""
    if len(claims) != len(proofs):
        return False
    group = source.key.group
    commitments: list[int] = []
    total = 0
    for claim, wire in zip(claims, proofs, strict=True):
        challenge, response = read_proof(wire=wire, group=group)
        commitments += source.of_claim(claim=claim, challenge=challenge, response=response)
        total += challenge
    return group.challenge(head + ",".join(map(str, commitments))) == total % group.q
