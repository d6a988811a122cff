"""Shamir's secret sharing (Communications of the ACM 22, 1979) over GF(2^8) with the polynomial of AES (FIPS 197, 4.2).

Any `threshold` of the shares give the secret; fewer tell nothing about it. A share is its place (1 to 255) and as many bytes
as the secret. People copy shares by hand, so a share is written with a checksum.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor

_CHECK = 4


class SharesDoNotFit(ValueError):
    """A share was misread, or the shares are not of one secret."""


@dataclass(frozen=True, slots=True)
class Share:
    """One custodian's part of a secret."""

    place: int
    data: bytes

    def write(self) -> str:
        """As a custodian keeps it: groups of four hexadecimal digits with a checksum at the end."""
        body = bytes((self.place,)) + self.data
        text = (body + hashlib.sha256(body).digest()[:_CHECK]).hex()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))

    @property
    def fingerprint(self) -> str:
        """What the record keeps of it, so that a share can be told later without being known."""
        return hashlib.sha256(bytes((self.place,)) + self.data).hexdigest()


def read_share(*, text: str) -> Share:
    """The share that a custodian typed. Raises SharesDoNotFit."""
    try:
        whole = bytes.fromhex("".join(text.split()))
    except ValueError:
        raise SharesDoNotFit("A share holds hexadecimal digits only.") from None
    body, check = whole[:-_CHECK], whole[-_CHECK:]
    if len(body) < 2 or not body[0] or hashlib.sha256(body).digest()[:_CHECK] != check:
        raise SharesDoNotFit("The checksum of this share does not fit: a digit was misread.")
    return Share(body[0], body[1:])


def split(*, secret: bytes, threshold: int, count: int) -> tuple[Share, ...]:
    """`count` shares of which any `threshold` give the secret back."""
    if not 2 <= threshold <= count <= 255 or not secret:
        raise ValueError("At least two custodians are needed, at most all, and at most 255.")
    # One random polynomial a byte; its value at zero is the byte.
    rows = [(byte, *secrets.token_bytes(threshold - 1)) for byte in secret]
    return tuple(Share(place, bytes(_value(row, place) for row in rows)) for place in range(1, count + 1))


def join(*, shares: Sequence[Share]) -> bytes:
    """The secret, by Lagrange's interpolation at zero. Too few shares give other bytes. Raises SharesDoNotFit."""
    places = [share.place for share in shares]
    if not shares or len(set(places)) != len(places) or len({len(share.data) for share in shares}) != 1:
        raise SharesDoNotFit("The shares are not of one secret, or one was given twice.")
    weights = [_weight(place, places) for place in places]
    columns = zip(*(share.data for share in shares), strict=True)
    return bytes(_sum(_times(byte, weight) for byte, weight in zip(column, weights, strict=True)) for column in columns)


def _tables() -> tuple[list[int], list[int]]:
    powers, logarithms, value = [0] * 255, [0] * 256, 1
    for exponent in range(255):
        powers[exponent], logarithms[value] = value, exponent
        # Three generates the field: value * 3 is value * 2 + value, reduced by x^8 + x^4 + x^3 + x + 1.
        value ^= (value << 1) ^ (0x11B if value & 0x80 else 0)
    return powers, logarithms


_POWERS, _LOGARITHMS = _tables()


def _times(left: int, right: int) -> int:
    if not left or not right:
        return 0
    return _POWERS[(_LOGARITHMS[left] + _LOGARITHMS[right]) % 255]


def _over(left: int, right: int) -> int:
    return _POWERS[(_LOGARITHMS[left] - _LOGARITHMS[right]) % 255] if left else 0


def _sum(values: Iterable[int]) -> int:
    return reduce(xor, values, 0)


def _value(row: Sequence[int], place: int) -> int:
    total = 0
    for coefficient in reversed(row):
        total = _times(total, place) ^ coefficient
    return total


def _weight(place: int, places: Sequence[int]) -> int:
    weight = 1
    for other in places:
        if other != place:
            weight = _times(weight, _over(other, other ^ place))
    return weight
