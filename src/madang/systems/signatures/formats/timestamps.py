"""Timestamp requests and tokens (RFC 3161, with the certificate's hash of RFC 5816)."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from asn1crypto import algos, core, tsp, x509  # type: ignore[import-untyped]

from madang.systems.signatures.formats.signing import ECDSA_SHA256_DER, SHA256_DER, Signs, tlv

LARGEST_REQUEST = 16 * 1024
LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64, "sha3_256": 32, "sha3_384": 48, "sha3_512": 64}
_VERSION_1, _VERSION_3 = tlv(0x02, b"\x01"), tlv(0x02, b"\x03")
_TST_INFO = core.ObjectIdentifier("1.2.840.113549.1.9.16.1.4").dump()
_SIGNED_DATA = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()
_CONTENT_TYPE = core.ObjectIdentifier("1.2.840.113549.1.9.3").dump()
_MESSAGE_DIGEST = core.ObjectIdentifier("1.2.840.113549.1.9.4").dump()
_SIGNING_CERTIFICATE = core.ObjectIdentifier("1.2.840.113549.1.9.16.2.47").dump()
_ONE_SECOND = tlv(0x30, tlv(0x02, b"\x01"))
_FIRST = b"\x00" * 32


class Failure(IntEnum):
    """PKIFailureInfo: the bit that says why there is no token (RFC 3161, 2.4.2)."""

    BAD_ALGORITHM = 0
    BAD_REQUEST = 2
    BAD_DATA_FORMAT = 5
    TIME_NOT_AVAILABLE = 14
    UNACCEPTED_POLICY = 15
    UNACCEPTED_EXTENSION = 16
    SYSTEM_FAILURE = 25


class NotStamped(ValueError):
    """No token can be given."""

    def __init__(self, failure: Failure, says: str) -> None:
        super().__init__(says)
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The hash of what is to be stamped."""

    algorithm: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a requester wants stamped."""

    imprint: Imprint
    policy: str = ""
    nonce: int | None = None
    wants_certificate: bool = False


def check_imprint(*, imprint: Imprint) -> None:
    """Raises NotStamped for a hash that is too weak, unknown, or of another length than its algorithm gives."""
    if imprint.algorithm not in LENGTHS:
        raise NotStamped(Failure.BAD_ALGORITHM, f"Stamped are {', '.join(LENGTHS)}, not {imprint.algorithm}.")
    if len(imprint.digest) != LENGTHS[imprint.algorithm]:
        raise NotStamped(Failure.BAD_DATA_FORMAT, "The imprint has another length than its algorithm gives.")


def read_request(*, data: bytes) -> Request:
    """The request in `data`. Raises NotStamped."""
    if len(data) > LARGEST_REQUEST:
        raise NotStamped(Failure.BAD_DATA_FORMAT, "The request is too large.")
    try:
        parsed = tsp.TimeStampReq.load(data, strict=True)
        told = parsed["message_imprint"]
        version = parsed["version"].native
        imprint = Imprint(algorithm=told["hash_algorithm"]["algorithm"].native, digest=told["hashed_message"].native)
        asked = Request(
            imprint=imprint,
            policy=parsed["req_policy"].dotted if parsed["req_policy"].native else "",
            nonce=parsed["nonce"].native,
            wants_certificate=bool(parsed["cert_req"].native),
        )
        extended = bool(parsed["extensions"].native)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError) as fault:
        raise NotStamped(Failure.BAD_DATA_FORMAT, "These bytes are no timestamp request.") from fault
    if version != "v1":
        raise NotStamped(Failure.BAD_REQUEST, "Only version 1 is known.")
    if extended:
        raise NotStamped(Failure.UNACCEPTED_EXTENSION, "No extension is known here.")
    check_imprint(imprint=imprint)
    return asked


def refusal(*, failure: Failure, says: str) -> bytes:
    """A TimeStampResp without a token."""
    text = tlv(0x30, tlv(0x0C, says.encode()))
    size = failure // 8 + 1
    # One bit of a bit string that ends with it: the first bit is the highest one.
    unused = 8 * size - failure - 1
    info = tlv(0x03, bytes((unused,)), (1 << unused).to_bytes(size, "big"))
    return tlv(0x30, tlv(0x30, tlv(0x02, b"\x02"), text, info))


def granted(*, token: bytes) -> bytes:
    """A TimeStampResp with a token."""
    return tlv(0x30, tlv(0x30, tlv(0x02, b"\x00")), token)


class Stamper:
    """Writes tokens under one timestamping unit's certificate; what never changes is prepared once."""

    def __init__(self, *, chain: Sequence[bytes], policy: str, signer: Signs) -> None:
        """`chain`: the unit's certificate first, then its issuers, in DER."""
        own = x509.Certificate.load(chain[0])
        ess = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(chain[0]).digest()}]}).dump()
        self._policy = core.ObjectIdentifier(policy).dump()
        self._signer = signer
        self._issuer_and_serial = tlv(0x30, own.issuer.dump(), own["tbs_certificate"]["serial_number"].dump())
        # A set holds its members in the order of their bytes (X.690, 11.6).
        self._certificates = tlv(0xA0, *sorted(chain))
        self._head = _VERSION_3 + tlv(0x31, SHA256_DER)
        attributes = (
            tlv(0x30, _CONTENT_TYPE, tlv(0x31, _TST_INFO)),
            tlv(0x30, _SIGNING_CERTIFICATE, tlv(0x31, ess)),
            tlv(0x30, _MESSAGE_DIGEST, tlv(0x31, tlv(0x04, _FIRST))),
        )
        self._before, self._after = b"".join(sorted(attributes)).split(_FIRST)

    def stamp(self, *, request: Request, now: datetime) -> bytes:
        """A TimeStampToken: CMS SignedData over TSTInfo."""
        info = self._info(request, now)
        attributes = self._before + hashlib.sha256(info).digest() + self._after
        signature = tlv(0x04, self._signer.sign(data=tlv(0x31, attributes)))
        signer = tlv(
            0x30, _VERSION_1, self._issuer_and_serial, SHA256_DER, tlv(0xA0, attributes), ECDSA_SHA256_DER, signature
        )
        content = tlv(0x30, _TST_INFO, tlv(0xA0, tlv(0x04, info)))
        certificates = self._certificates if request.wants_certificate else b""
        return tlv(0x30, _SIGNED_DATA, tlv(0xA0, tlv(0x30, self._head, content, certificates, tlv(0x31, signer))))

    def _info(self, request: Request, now: datetime) -> bytes:
        serial = tlv(0x02, (secrets.randbits(126) | 1 << 126).to_bytes(16, "big"))
        nonce = b"" if request.nonce is None else core.Integer(request.nonce).dump()
        hashed = algos.DigestAlgorithm({"algorithm": request.imprint.algorithm}).dump()
        imprint = tlv(0x30, hashed, tlv(0x04, request.imprint.digest))
        at = tlv(0x18, _written(now).encode())
        return tlv(0x30, _VERSION_1, self._policy, imprint, serial, at, _ONE_SECOND, nonce)


def _written(at: datetime) -> str:
    """GeneralizedTime with a fraction that has no trailing zeros (RFC 3161, 2.4.2)."""
    thousandths = at.microsecond // 1000
    fraction = f".{thousandths:03d}".rstrip("0") if thousandths else ""
    return at.strftime("%Y%m%d%H%M%S") + fraction + "Z"
