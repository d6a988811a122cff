"""The group in which bids are sealed: the prime-order subgroup of edwards25519 (RFC 8032, section 5.1).

Points are 32 bytes as RFC 8032 writes them, scalars are integers below the order. libsodium does the arithmetic and refuses
points outside the subgroup.
"""

import hashlib
import secrets

from nacl import bindings
from nacl.exceptions import CryptoError

ORDER = 2**252 + 27742317777372353535851937790883648493
BYTES = 32
BASE = bytes.fromhex("5866666666666666666666666666666666666666666666666666666666666666")
OTHER_SEED = b"madang sealed bids: the second generator"
# Elligator's image of the seed's SHA-256: nobody knows how many times the base point it is (`second_generator` repeats it).
OTHER = bytes.fromhex("aa813137973001c6bb4494c9b99dc6eb54783a3eb850303150f7e47b1f7c7161")


class NotInGroup(ValueError):
    """The bytes are no point or no scalar of the group."""


def second_generator() -> bytes:
    """`OTHER`, computed from its seed."""
    return bindings.crypto_core_ed25519_from_uniform(hashlib.sha256(OTHER_SEED).digest())


def random_scalar() -> int:
    """Between 1 and the order, from the system's randomness."""
    return secrets.randbelow(ORDER - 1) + 1


def scalar_bytes(*, scalar: int) -> bytes:
    """As 32 bytes, the lowest first."""
    return scalar.to_bytes(BYTES, "little")


def read_scalar(*, data: bytes) -> int:
    """Raises NotInGroup on what is too long or too large."""
    scalar = int.from_bytes(data, "little")
    if len(data) != BYTES or scalar >= ORDER:
        raise NotInGroup("no scalar of the group")
    return scalar


def read_point(*, data: bytes) -> bytes:
    """`data`, when it is a point of the subgroup and not its neutral element. Raises NotInGroup."""
    if len(data) != BYTES or not bindings.crypto_core_ed25519_is_valid_point(data):
        raise NotInGroup("no point of the group")
    return data


def multiply(*, point: bytes, scalar: int) -> bytes:
    """`scalar` times `point`. Raises NotInGroup where the point is none, or the product is the neutral element."""
    try:
        if point == BASE:
            return bindings.crypto_scalarmult_ed25519_base_noclamp(scalar_bytes(scalar=scalar % ORDER))
        return bindings.crypto_scalarmult_ed25519_noclamp(scalar_bytes(scalar=scalar % ORDER), point)
    except CryptoError as error:
        raise NotInGroup("no point of the group") from error


def add(*, one: bytes, other: bytes) -> bytes:
    """The sum of two points. Raises NotInGroup where one is no point of the curve."""
    try:
        return bindings.crypto_core_ed25519_add(one, other)
    except CryptoError as error:
        raise NotInGroup("no point of the group") from error


def challenge(*, purpose: str, parts: tuple[bytes, ...]) -> int:
    """A scalar out of everything that a proof is about (Fiat and Shamir): SHA-512 of the parts, each after its length."""
    state = hashlib.sha512()
    for part in (f"madang sealed bids: {purpose}".encode(), *parts):
        state.update(len(part).to_bytes(4, "big") + part)
    return int.from_bytes(state.digest(), "little") % ORDER
