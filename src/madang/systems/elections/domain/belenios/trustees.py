"""Who holds the key that opens the tally: trustees of whom each is needed, or of whom any few suffice (sections 4.5, 4.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec

from madang.systems.elections.domain.belenios.group import BELENIOS_2048, ONE, Group, number
from madang.systems.elections.domain.belenios.proofs import knows, prove_knowledge
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.wire import Malformed, Number, ProofWire, Wire, decode_as, encode

MOST_TRUSTEES = 100


class TrusteeKeyWire(Wire, frozen=True):
    """A verification key with the proof that somebody knows its private key."""

    pok: ProofWire
    public_key: Number


class SignedWire(Wire, frozen=True):
    """A message and its signature."""

    message: str
    signature: ProofWire


class ThresholdWire(Wire, frozen=True):
    """What a threshold ceremony publishes."""

    threshold: Annotated[int, msgspec.Meta(ge=1, le=MOST_TRUSTEES)]
    certs: Annotated[tuple[SignedWire, ...], msgspec.Meta(max_length=MOST_TRUSTEES)]
    coefexps: Annotated[tuple[SignedWire, ...], msgspec.Meta(max_length=MOST_TRUSTEES)]
    verification_keys: Annotated[tuple[TrusteeKeyWire, ...], msgspec.Meta(max_length=MOST_TRUSTEES)]


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """`private` (JSON) stays with the trustee, `public` (JSON) goes to the server."""

    private: str = field(repr=False)
    public: str


@dataclass(frozen=True, slots=True)
class Single:
    """One trustee without whom nothing is opened."""

    key: int

    @property
    def keys(self) -> tuple[int, ...]:
        """The verification keys, in order of the trustees."""
        return (self.key,)

    @property
    def threshold(self) -> int:
        """How many of them must take part."""
        return 1

    @property
    def share_of_key(self) -> int:
        """What it gives to the election's public key."""
        return self.key


@dataclass(frozen=True, slots=True)
class Pedersen:
    """Trustees of whom any `threshold` suffice. `share_of_key` is the product of their polynomials' constants."""

    threshold: int
    keys: tuple[int, ...]
    share_of_key: int


@dataclass(frozen=True, slots=True)
class Trustees:
    """All of them, as published in `raw`. Owners of partial decryptions are counted from 1 through all items."""

    items: tuple[Single | Pedersen, ...]
    raw: str
    group: Group

    @property
    def keys(self) -> tuple[int, ...]:
        """The verification key of each owner, the first one's first."""
        return tuple(key for item in self.items for key in item.keys)

    @property
    def election_key(self) -> int:
        """The public key under which everybody votes."""
        return self.group.product(elements=(item.share_of_key for item in self.items))


def new_trustee(*, group: Group = BELENIOS_2048) -> TrusteeKey:
    """A fresh key of one trustee, made where the trustee sits."""
    secret = group.random_exponent()
    return TrusteeKey(private=encode(given=str(secret)), public=encode(given=key_wire(secret=secret, group=group)))


def key_wire(*, secret: int, group: Group) -> TrusteeKeyWire:
    """The verification key of `secret` with its proof."""
    public = group.secret_power(base=group.g, exponent=secret)
    proof = prove_knowledge(
        secret=secret, challenge_of=lambda commitment: _known(public, commitment, group), group=group
    )
    return TrusteeKeyWire(pok=proof, public_key=str(public))


def _known(public: int, commitment: int, group: Group) -> int:
    return group.challenge(f"pok|{group.name}|{public}|{commitment}")


def read_private_key(*, raw: str, group: Group) -> int:
    """The number in a private key's JSON."""
    try:
        return number(decode_as(raw=raw, shape=Number)) % group.q
    except Malformed as malformed:
        raise TrusteeRefused("malformed", "That is no private key of a trustee.") from malformed


def owner_of(*, private_key: str, trustees: Trustees) -> int:
    """The number (from 1) of the trustee whose private key it is; `TrusteeRefused` if it is nobody's."""
    group = trustees.group
    secret = read_private_key(raw=private_key, group=group)
    public = group.secret_power(base=group.g, exponent=secret)
    if public not in trustees.keys:
        raise TrusteeRefused("key", "This is the key of none of the election's trustees.")
    return trustees.keys.index(public) + 1


def check_trustee(*, public: str, group: Group = BELENIOS_2048) -> int:
    """The verification key in `public`, if its owner proved to know the private one; `TrusteeRefused` if not."""
    try:
        return check_key(wire=decode_as(raw=public, shape=TrusteeKeyWire), group=group)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed


def check_key(*, wire: TrusteeKeyWire, group: Group) -> int:
    """The verification key, if its proof holds."""
    key = group.residue(digits=wire.public_key)
    if not group.in_group(element=key):
        raise TrusteeRefused("not_in_group", "A verification key is no element of the group.")
    if not knows(
        public=key, proof=wire.pok, challenge_of=lambda commitment: _known(key, commitment, group), group=group
    ):
        raise TrusteeRefused("key", "A trustee did not prove to know the private key of a verification key.")
    return key


def trustees_json(*, singles: Sequence[str] = (), thresholds: Sequence[str] = (), group: Group = BELENIOS_2048) -> str:
    """The list that is published: the public keys of `singles`, then what threshold ceremonies gave. All of it is checked."""
    items: list[tuple[str, object]] = [("Single", decode_as(raw=raw, shape=TrusteeKeyWire)) for raw in singles]
    items += [("Pedersen", decode_as(raw=raw, shape=ThresholdWire)) for raw in thresholds]
    raw = encode(given=items)
    read_trustees(raw=raw, group=group)
    return raw


def read_trustees(*, raw: str, group: Group = BELENIOS_2048) -> Trustees:
    """The trustees in `raw` with every proof checked; `TrusteeRefused` if one does not hold."""
    from madang.systems.elections.domain.belenios.ceremony import check_threshold

    try:
        kinds = decode_as(raw=raw, shape=list[tuple[Literal["Single", "Pedersen"], msgspec.Raw]])
        items = tuple(
            Single(check_key(wire=decode_as(raw=bytes(item).decode(), shape=TrusteeKeyWire), group=group))
            if kind == "Single"
            else check_threshold(wire=decode_as(raw=bytes(item).decode(), shape=ThresholdWire), group=group)
            for kind, item in kinds
        )
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed
    if not items:
        raise TrusteeRefused("missing", "There is no trustee.")
    # Where one of a threshold is enough, their polynomial is a constant: all of these have one key, and rightly so.
    if len({key for item in items for key in item.keys}) != sum(len(set(item.keys)) for item in items):
        raise TrusteeRefused("key", "Two trustees have the same key.")
    return Trustees(items, raw, group)


def interpolation(*, present: Sequence[int], group: Group) -> list[int]:
    """Lagrange's coefficients at zero for the points `present`, modulo the order."""
    found = []
    for own in present:
        above, below = 1, 1
        for other in present:
            if other != own:
                above, below = above * other % group.q, below * (other - own) % group.q
        found.append(above * pow(below, -1, int(group.q)) % group.q)
    return found


def evaluated(*, coefficients: Sequence[int], point: int, group: Group) -> int:
    """g to the value at `point` of a polynomial given by its coefficients in the exponent (Horner)."""
    found = ONE
    for coefficient in reversed(coefficients):
        found = group.power(base=found, exponent=point) * coefficient % group.p
    return found
