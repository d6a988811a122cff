"""A signature in two steps, for a key that signs only what its owner approved.

`prepare` gives the whole file with a blank value in the place of the signature, and the bytes that the key must sign (the data
to be signed of ETSI EN 419 241-1); their digest is what the owner approves. `complete` puts the value of the key in.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from madang.systems.signatures.formats import algorithms
from madang.systems.signatures.formats.sources import Format


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A file that lacks nothing but its signature value."""

    signed: bytes
    blank: bytes
    to_sign: bytes


class _Recorder:
    """A key that signs nothing: it notes what it would have signed and leaves a blank that occurs nowhere else."""

    def __init__(self, *, certificate: bytes, chain: Sequence[bytes]) -> None:
        self.certificate, self.chain = certificate, chain
        self.asked: list[bytes] = []
        bits = algorithms.key_algorithm(certificate=certificate).bits
        # Two numbers with the highest bit clear, so that the blank is as long as a value and no value of the curve's key.
        halves = (secrets.randbits(bits - 2) | 1 << (bits - 2) for _ in range(2))
        elliptic = algorithms.is_elliptic(certificate=certificate)
        self.blank = encode_dss_signature(*halves) if elliptic else secrets.token_bytes(bits // 8)

    def sign(self, *, data: bytes) -> bytes:
        """The blank."""
        self.asked.append(data)
        return self.blank


def prepare(*, form: Format, data: bytes, certificate: bytes, chain: Sequence[bytes], at: datetime) -> Prepared:
    """`data` with one more signature that has no value yet. NotReadable where the format cannot sign it."""
    recorder = _Recorder(certificate=certificate, chain=chain)
    signed = form.sign(data=data, key=recorder, at=at)
    (to_sign,) = recorder.asked
    return Prepared(signed=signed, blank=recorder.blank, to_sign=to_sign)


def complete(*, form: Format, prepared: Prepared, value: bytes, certificate: bytes) -> bytes:
    """The signed file."""
    return form.put_value(signed=prepared.signed, blank=prepared.blank, value=value, certificate=certificate)
