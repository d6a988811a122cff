"""The signed statement in a document's QR code: the document's key facts, to be believed without a network.

`MD1:` + base45 (RFC 9285) of zlib (RFC 1950) of a COSE_Sign1 message (RFC 9052, section 4.2; ES256, RFC 9053) over claims in
the numbers of CBOR Web Tokens (RFC 8392): 1 issuer, 4 expires, 6 issued, 7 the document's number. The private claim
-65537 holds a map: 1 kind, 2 title, 3 holder as printed, 4 the facts as a list of [label, value], 5 the digest of all facts,
6 the language. Facts that do not fit a readable QR code are left to the digest.
"""

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from madang.framework.documents.domain import base45, cbor

PREFIX = "MD1:"
CONTENT = -65537
# Enough for any statement that this module writes; more is an attack on the reader.
LARGEST = 8_192
# Bytes of facts in a statement, so that the code stays readable off paper in a square of 3.4 cm.
ROOM_FOR_FACTS = 300
_SIGN1 = 18
_ALGORITHM, _KEY_ID = 1, 4
_ES256 = -7
_PROTECTED = cbor2.dumps({_ALGORITHM: _ES256})
_ECDSA = ec.ECDSA(hashes.SHA256())


class NotAStatement(ValueError):
    """The text is no statement of this kind, or a damaged one."""


class UnknownKey(ValueError):
    """The statement names a key that the verifier does not have."""


class ForgedStatement(ValueError):
    """The statement's signature does not fit its claims and its key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What the issuer says of one document."""

    issuer: str
    number: str
    kind: str
    title: str
    holder: str
    issued_at: datetime
    valid_until: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    digest: bytes = b""
    language: str = "ko"


def facts_digest(*, facts: Mapping[str, str]) -> bytes:
    """The first 16 bytes of the SHA-256 over all facts in order: what the register compares, whatever the code had room for."""
    return hashlib.sha256(cbor2.dumps([[label, value] for label, value in facts.items()])).digest()[:16]


def key_id(*, key: ec.EllipticCurvePublicKey) -> bytes:
    """The first eight bytes of the SHA-256 of the key's SubjectPublicKeyInfo."""
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).digest()[:8]


def claims_of(*, statement: Statement) -> bytes:
    """The claims in CBOR: the payload that is signed."""
    claims: dict[int, Any] = {
        1: statement.issuer,
        6: int(statement.issued_at.timestamp()),
        7: statement.number.encode(),
    }
    if statement.valid_until is not None:
        claims[4] = int(statement.valid_until.timestamp())
    claims[CONTENT] = {
        1: statement.kind,
        2: statement.title,
        3: statement.holder,
        4: _fitting(statement.facts),
        5: statement.digest or facts_digest(facts=statement.facts),
        6: statement.language,
    }
    return cbor2.dumps(claims)


def _fitting(facts: Mapping[str, str]) -> list[list[str]]:
    """The first facts that fit."""
    kept: list[list[str]] = []
    room = ROOM_FOR_FACTS
    for label, value in facts.items():
        room -= len(label.encode()) + len(value.encode()) + 4
        if room < 0:
            break
        kept.append([label, value])
    return kept


def to_be_signed(*, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, section 4.4, that the signature covers."""
    return cbor2.dumps(["Signature1", _PROTECTED, b"", payload])


def sign(*, payload: bytes, sign_raw: Callable[[bytes], bytes], key: bytes) -> bytes:
    """COSE_Sign1 over `payload`; `sign_raw` gives the 64 bytes r‖s, `key` is the key's id."""
    signature = sign_raw(to_be_signed(payload=payload))
    return cbor2.dumps(cbor2.CBORTag(_SIGN1, [_PROTECTED, {_KEY_ID: key}, payload, signature]))


def to_text(*, message: bytes) -> str:
    """The text that the QR code carries."""
    return PREFIX + base45.encode(data=zlib.compress(message, 9))


def message_in(*, text: str) -> bytes:
    """The COSE_Sign1 message in a QR code's text; NotAStatement if there is none."""
    if not text.startswith(PREFIX) or len(text) > LARGEST:
        raise NotAStatement("The QR code carries no statement of a document.")
    try:
        inflate = zlib.decompressobj()
        message = inflate.decompress(base45.decode(text=text[len(PREFIX) :]), LARGEST)
    except (base45.NotBase45, zlib.error):
        raise NotAStatement("The QR code is damaged.") from None
    if not inflate.eof or inflate.unused_data:
        raise NotAStatement("The QR code is damaged.")
    return message


@dataclass(frozen=True, slots=True)
class Signed:
    """A COSE_Sign1 message taken apart, not yet believed."""

    protected: bytes
    key: bytes
    payload: bytes
    signature: bytes


def take_apart(*, message: bytes) -> Signed:
    """The parts of a COSE_Sign1 message; NotAStatement when it is none, or of another algorithm."""
    value = _cbor(message)
    parts = value.value if isinstance(value, cbor.Tag) and value.number == _SIGN1 else None
    if not isinstance(parts, list) or len(parts) != 4:
        raise NotAStatement("The QR code carries no signed message.")
    protected, headers, payload, signature = parts
    key = headers.get(_KEY_ID) if isinstance(headers, Mapping) else None
    texts = (protected, payload, signature)
    if not isinstance(key, bytes) or not all(isinstance(part, bytes) for part in texts) or len(signature) != 64:
        raise NotAStatement("The QR code carries no signed message.")
    if protected != _PROTECTED:
        raise NotAStatement("The statement is signed in a way that this verifier does not accept.")
    return Signed(protected, key, payload, signature)


def verify(*, text: str, keys: Mapping[bytes, ec.EllipticCurvePublicKey]) -> Statement:
    """The statement in a QR code's text, once its signature is found good under one of `keys` (by key id).

    NotAStatement, UnknownKey or ForgedStatement otherwise.
    """
    signed = take_apart(message=message_in(text=text))
    key = keys.get(signed.key)
    if key is None:
        raise UnknownKey("The statement is signed with a key that is not among the published ones.")
    half = len(signed.signature) // 2
    r, s = int.from_bytes(signed.signature[:half], "big"), int.from_bytes(signed.signature[half:], "big")
    try:
        key.verify(encode_dss_signature(r, s), to_be_signed(payload=signed.payload), _ECDSA)
    except InvalidSignature:
        raise ForgedStatement("The statement was not signed by the key that it names.") from None
    return read_claims(payload=signed.payload)


def read_claims(*, payload: bytes) -> Statement:
    """The claims that a payload makes, believed or not; NotAStatement when they are not a document's."""
    claims = _cbor(payload)
    try:
        content = claims[CONTENT]
        until = claims.get(4)
        return Statement(
            issuer=_text(claims[1]),
            number=_text(claims[7].decode()),
            kind=_text(content[1]),
            title=_text(content[2]),
            holder=_text(content[3]),
            issued_at=_instant(claims[6]),
            valid_until=None if until is None else _instant(until),
            facts={_text(label): _text(value) for label, value in content[4]},
            digest=bytes(content[5]),
            language=_text(content[6]),
        )
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        raise NotAStatement("The statement does not say what a document's statement says.") from None


def _cbor(data: bytes) -> Any:
    """The one CBOR value that `data` is; NotAStatement otherwise."""
    try:
        return cbor.decode(data=data)
    except cbor.NotReadable:
        raise NotAStatement("The statement is not well-formed CBOR.") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _instant(value: Any) -> datetime:
    if type(value) is not int:
        raise TypeError("whole seconds are expected")
    return datetime.fromtimestamp(value, tz=UTC)
