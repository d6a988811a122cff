"""Where the commitments of a ballot's proofs come from (docs/adr/0066).

A proof names challenge and response. Its commitments follow from them, at two powers of a new base for each claim: that is
what checking a ballot costs. Whoever made the ballot has them already and may tell them beside it; they are no secret. What is
told goes into the hashes as it is, and whether it was the truth is asked of all ballots together.
"""

import secrets
from collections.abc import Sequence
from functools import lru_cache

from madang.systems.elections.domain.belenios.group import FixedBase, Group
from madang.systems.elections.domain.belenios.many_powers import product_of_powers
from madang.systems.elections.domain.belenios.proofs import Claim
from madang.systems.elections.domain.belenios.wire import Malformed

_FACTOR_BITS = 128


class Computed:
    """Commitments computed one by one, each exactly; `found` keeps them in the order in which they were asked for."""

    def __init__(self, *, key: FixedBase) -> None:
        self.key = key
        self.found: list[int] = []

    def of_secret(self, *, public: int, challenge: int, response: int) -> int:
        """g^response public^challenge."""
        group = self.key.group
        own = group.g_power(response) * group.power(base=public, exponent=challenge) % group.p
        self.found.append(own)
        return own

    def of_claim(self, *, claim: Claim, challenge: int, response: int) -> tuple[int, int]:
        """g^response alpha^challenge, and key^response (beta / g^value)^challenge."""
        key, group = self.key, self.key.group
        rest = claim.ciphertext.beta * _less(group, claim.value) % group.p
        first = group.power(base=claim.ciphertext.alpha, exponent=challenge)
        second = group.power(base=rest, exponent=challenge)
        pair = (
            group.g_power(response, window=key.window) * first % group.p,
            key.power(response) * second % group.p,
        )
        self.found += pair
        return pair


class Told:
    """The commitments that came with one ballot, in the order in which they are asked for. What was believed stands in
    `equations` until these are asked.
    """

    def __init__(self, *, key: FixedBase, told: bytes) -> None:
        self.key = key
        self.equations = Equations(key=key)
        self._left = read_commitments(group=key.group, told=told)
        self._left.reverse()

    def of_secret(self, *, public: int, challenge: int, response: int) -> int:
        """What was told to be g^response public^challenge."""
        own = self._next()
        self.equations.believe(own, public, challenge, g=response)
        return own

    def of_claim(self, *, claim: Claim, challenge: int, response: int) -> tuple[int, int]:
        """What was told to be g^response alpha^challenge, and key^response (beta / g^value)^challenge."""
        first, second = self._next(), self._next()
        self.equations.believe(first, claim.ciphertext.alpha, challenge, g=response)
        self.equations.believe(second, claim.ciphertext.beta, challenge, g=-claim.value * challenge, key=response)
        return first, second

    def end(self) -> None:
        """`Malformed` if more was told than was asked for."""
        if self._left:
            raise Malformed("More commitments were told than there are proofs.")

    def _next(self) -> int:
        if not self._left:
            raise Malformed("Fewer commitments were told than there are proofs.")
        return self._left.pop()


class Equations:
    """What was believed: that each commitment is g^a key^b base^challenge. Each equation is raised to a factor of 128 bits of
    its own, drawn once it is fixed, and all are multiplied. Sound only where all `commitments` and bases are elements of the
    group, which is asked apart.
    """

    def __init__(self, *, key: FixedBase) -> None:
        self.key = key
        self.commitments: list[int] = []
        self._factors: list[int] = []
        self._powers: dict[int, int] = {}
        self._g = self._key = 0

    def believe(self, commitment: int, base: int, challenge: int, *, g: int, key: int = 0) -> None:
        """One more equation."""
        factor = secrets.randbits(_FACTOR_BITS)
        self.commitments.append(commitment)
        self._factors.append(factor)
        self._powers[base] = self._powers.get(base, 0) + factor * challenge
        self._g += factor * g
        self._key += factor * key

    def add(self, other: "Equations") -> None:
        """The equations of another ballot, too."""
        self.commitments += other.commitments
        self._factors += other._factors
        for base, power in other._powers.items():
            self._powers[base] = self._powers.get(base, 0) + power
        self._g += other._g
        self._key += other._key

    def hold(self) -> bool:
        """Whether all equations hold; where one does not, it says so but for a chance of 2^-128."""
        group = self.key.group
        # Numbers of Python are shifted quicker than gmpy2's.
        exponents = [int(power % group.q) for power in self._powers.values()]
        right = product_of_powers(group=group, bases=list(self._powers), exponents=exponents)
        right = right * group.power(base=group.g, exponent=self._g % group.q) % group.p
        right = right * group.power(base=self.key.base, exponent=self._key % group.q) % group.p
        return right == product_of_powers(group=group, bases=self.commitments, exponents=self._factors)


def written_commitments(*, group: Group, found: Sequence[int]) -> bytes:
    """Each in as many bytes as the modulus has, the highest first."""
    return b"".join(int(one).to_bytes(group.width, "big") for one in found)


def read_commitments(*, group: Group, told: bytes) -> list[int]:
    """The commitments as numbers; `Malformed` if they are none."""
    if len(told) % group.width:
        raise Malformed("The commitments are not whole numbers.")
    parts = (told[place : place + group.width] for place in range(0, len(told), group.width))
    return [group.residue_of(given=int.from_bytes(one, "big")) for one in parts]


@lru_cache(maxsize=1024)
def _less(group: Group, value: int) -> int:
    """g to minus `value`."""
    return group.g_power(-value)
