"""The certificate of a device that signs bids: how it is asked for (PKCS #10, RFC 2986), and the chain that comes."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from madang.systems.procurement.formats.sealed_bid import public_point

LARGEST_REQUEST, LONGEST_CHAIN = 16 * 1024, 6


class UnfitRequest(ValueError):
    """No certificate can be asked for with this; the text says why: `unreadable`, `not_proven`, `other_curve`."""


class UnfitChain(ValueError):
    """The certificates are not a chain for this key; the text says where it breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sound request: the key's uncompressed point, and the request in DER."""

    point: bytes
    der: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A chain that holds, the device's own certificate first."""

    chain: tuple[bytes, ...]
    valid_from: datetime
    valid_until: datetime

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the device's certificate."""
        return hashlib.sha256(self.chain[0]).hexdigest()

    @property
    def told(self) -> list[str]:
        """As `x5c` spells it: standard base64."""
        return [base64.b64encode(one).decode() for one in self.chain]


def read_request(*, data: bytes) -> Request:
    """A request in PEM or DER, signed with its own key on P-256. Raises UnfitRequest."""
    if len(data) > LARGEST_REQUEST:
        raise UnfitRequest("unreadable")
    try:
        armoured = data.lstrip().startswith(b"-----BEGIN")
        request = x509.load_pem_x509_csr(data.strip()) if armoured else x509.load_der_x509_csr(data)
        key, proven = request.public_key(), request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
        raise UnfitRequest("unreadable") from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnfitRequest("other_curve")
    if not proven:
        raise UnfitRequest("not_proven")
    return Request(point=public_point(key=key), der=request.public_bytes(Encoding.DER))


def read_chain(*, chain: Sequence[bytes], point: bytes) -> Certified:
    """The chain for the key at `point`: each certificate issued by the next, the last by itself. Raises UnfitChain."""
    if not 1 < len(chain) <= LONGEST_CHAIN:
        raise UnfitChain("a chain of another length")
    try:
        read = [x509.load_der_x509_certificate(one) for one in chain]
        key = read[0].public_key()
        for one, issuer in pairwise([*read, read[-1]]):
            one.verify_directly_issued_by(issuer)
        issuing = [one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca for one in read[1:]]
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature, x509.ExtensionNotFound) as error:
        raise UnfitChain("a certificate was not issued by the next") from error
    if not all(issuing):
        raise UnfitChain("an issuer is no authority")
    if not isinstance(key, ec.EllipticCurvePublicKey) or public_point(key=key) != point:
        raise UnfitChain("the certificate is for another key")
    return Certified(
        chain=tuple(chain), valid_from=read[0].not_valid_before_utc, valid_until=read[0].not_valid_after_utc
    )


def chain_in_pem(*, told: Sequence[str]) -> str:
    """A chain that `Certified.told` spelt, in PEM."""
    read = (x509.load_der_x509_certificate(base64.b64decode(one)) for one in told)
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in read)
