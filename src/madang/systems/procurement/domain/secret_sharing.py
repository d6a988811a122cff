"""A secret that any `threshold` of the custodians open together, in shares that anybody can check before they are opened.

Schoenmakers, "A Simple Publicly Verifiable Secret Sharing Scheme and its Application to Electronic Voting" (CRYPTO '99),
sections 3.1 (sharing and opening) and 3.2; proofs that two logarithms are equal after Chaum and Pedersen, made without
dialogue by hashing (Fiat and Shamir). `BASE` is the paper's G, `OTHER` its g. A custodian at position i holds a secret scalar
and publishes `BASE` times it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madang.systems.procurement.domain.group import (
    BASE,
    ORDER,
    OTHER,
    NotInGroup,
    add,
    challenge,
    multiply,
    random_scalar,
    read_point,
)


class SharesDoNotFit(ValueError):
    """The proof does not hold: the shares are not those of one secret for these custodians in this context."""


class PartsDoNotFit(ValueError):
    """The proof does not hold: what a custodian gave is not what their key makes of the shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """One secret as it is dealt: as many commitments as open it, a share and a response for each custodian, one challenge."""

    commitments: tuple[bytes, ...]
    shares: tuple[bytes, ...]
    challenge: int
    responses: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That one knows a logarithm, or that several are equal."""

    challenge: int
    response: int


def deal(*, keys: Sequence[bytes], threshold: int, context: bytes) -> tuple[bytes, Dealing]:
    """A fresh secret (a point) and its dealing for the custodians' public `keys`, bound to `context`."""
    polynomial = [random_scalar() for _ in range(threshold)]
    values = [_at(polynomial, position) for position in _positions(keys)]
    commitments = tuple(multiply(point=OTHER, scalar=one) for one in polynomial)
    shares = tuple(multiply(point=key, scalar=value) for key, value in zip(keys, values, strict=True))
    nonces = [random_scalar() for _ in keys]
    announced = [
        (multiply(point=OTHER, scalar=nonce), multiply(point=key, scalar=nonce))
        for key, nonce in zip(keys, nonces, strict=True)
    ]
    asked = _asked(keys=keys, context=context, commitments=commitments, shares=shares, announced=announced)
    responses = tuple((nonce - asked * value) % ORDER for nonce, value in zip(nonces, values, strict=True))
    secret = multiply(point=BASE, scalar=polynomial[0])
    return secret, Dealing(commitments=commitments, shares=shares, challenge=asked, responses=responses)


def check_dealing(*, dealing: Dealing, keys: Sequence[bytes], threshold: int, context: bytes) -> None:
    """Each share, opened by its custodian, is a share of one and the same secret. Raises SharesDoNotFit."""
    sizes = (len(dealing.commitments), len(dealing.shares), len(dealing.responses))
    if sizes != (threshold, len(keys), len(keys)):
        raise SharesDoNotFit("another number of shares")
    try:
        # Multiplied once here and not for every custodian: what follows for each are a few additions.
        committed = [multiply(point=one, scalar=dealing.challenge) for one in dealing.commitments]
        announced = [
            (
                add(one=multiply(point=OTHER, scalar=response), other=_polynomial(committed, position)),
                _sum_of(key, response, share, dealing.challenge),
            )
            for position, key, share, response in zip(
                _positions(keys), keys, dealing.shares, dealing.responses, strict=True
            )
        ]
    except NotInGroup as error:
        raise SharesDoNotFit(str(error)) from error
    asked = _asked(
        keys=keys, context=context, commitments=dealing.commitments, shares=dealing.shares, announced=announced
    )
    if asked != dealing.challenge:
        raise SharesDoNotFit("the proof does not hold")


def open_shares(*, secret: int, shares: Sequence[bytes], context: bytes) -> tuple[tuple[bytes, ...], Proof]:
    """What the custodian with the key `secret` makes of their shares of several dealings, and one proof for all."""
    inverse = pow(secret, -1, ORDER)
    parts = tuple(multiply(point=share, scalar=inverse) for share in shares)
    nonce = random_scalar()
    announced = [multiply(point=one, scalar=nonce) for one in (BASE, *parts)]
    key = multiply(point=BASE, scalar=secret)
    asked = challenge(purpose="opening", parts=(context, key, *shares, *parts, *announced))
    return parts, Proof(challenge=asked, response=(nonce - asked * secret) % ORDER)


def check_parts(*, key: bytes, shares: Sequence[bytes], parts: Sequence[bytes], proof: Proof, context: bytes) -> None:
    """Each part is what the holder of `key` makes of the share at its place. Raises PartsDoNotFit."""
    if len(shares) != len(parts):
        raise PartsDoNotFit("another number of parts")
    try:
        announced = [
            _sum_of(base, proof.response, raised, proof.challenge)
            for base, raised in zip((BASE, *parts), (key, *shares), strict=True)
        ]
    except NotInGroup as error:
        raise PartsDoNotFit(str(error)) from error
    if proof.challenge != challenge(purpose="opening", parts=(context, key, *shares, *parts, *announced)):
        raise PartsDoNotFit("the proof does not hold")


def pool(*, parts: Mapping[int, bytes]) -> bytes:
    """The secret out of the parts of as many custodians as the threshold, by position from 1 (interpolation at nought)."""
    total: bytes | None = None
    for position, part in parts.items():
        weight = 1
        for other in parts:
            if other != position:
                weight = weight * other * pow(other - position, -1, ORDER) % ORDER
        weighed = part if weight == 1 else multiply(point=part, scalar=weight)
        total = weighed if total is None else add(one=total, other=weighed)
    if total is None:
        raise PartsDoNotFit("no parts")
    return total


def prove_possession(*, secret: int, context: bytes) -> tuple[bytes, Proof]:
    """The public key, and the proof that its holder knows the secret one (Schnorr)."""
    key, nonce = multiply(point=BASE, scalar=secret), random_scalar()
    announced = multiply(point=BASE, scalar=nonce)
    asked = challenge(purpose="possession", parts=(context, key, announced))
    return key, Proof(challenge=asked, response=(nonce - asked * secret) % ORDER)


def holds_possession(*, key: bytes, proof: Proof, context: bytes) -> bool:
    """Whether the proof was made with the secret of `key` for `context`."""
    try:
        announced = _sum_of(BASE, proof.response, read_point(data=key), proof.challenge)
    except NotInGroup:
        return False
    return proof.challenge == challenge(purpose="possession", parts=(context, key, announced))


def _positions(keys: Sequence[bytes]) -> range:
    return range(1, len(keys) + 1)


def _at(polynomial: Sequence[int], place: int) -> int:
    total = 0
    for factor in reversed(polynomial):
        total = (total * place + factor) % ORDER
    return total


def _polynomial(points: Sequence[bytes], place: int) -> bytes:
    """The value at `place` of the polynomial with these points as its factors, the constant one first (Horner)."""
    total = points[-1]
    for one in reversed(points[:-1]):
        total = add(one=_times(total, place), other=one)
    return total


def _times(point: bytes, count: int) -> bytes:
    """`point` so often, by doubling and adding: for a custodian's position much less work than `multiply`."""
    if count == 1:
        return point
    half = _times(point, count // 2)
    double = add(one=half, other=half)
    return add(one=double, other=point) if count % 2 else double


def _sum_of(one: bytes, times: int, other: bytes, other_times: int) -> bytes:
    return add(one=multiply(point=one, scalar=times), other=multiply(point=other, scalar=other_times))


def _asked(
    *,
    keys: Sequence[bytes],
    context: bytes,
    commitments: Sequence[bytes],
    shares: Sequence[bytes],
    announced: Sequence[tuple[bytes, bytes]],
) -> int:
    said = (one for pair in announced for one in pair)
    return challenge(purpose="dealing", parts=(context, *keys, *commitments, *shares, *said))
