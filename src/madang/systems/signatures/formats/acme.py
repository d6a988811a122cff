"""What ACME's messages look like (RFC 8555): flattened JWS (RFC 7515) by ES256 or RS256, and keys as JWK (RFC 7517, 7638)."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

LARGEST = 64 * 1024
_ECDSA = ec.ECDSA(hashes.SHA256())
_NAMED = {"EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}
LEAST_RSA, MOST_RSA = 2048, 4096


class UnfitMessage(ValueError):
    """What came is no message of ACME; `kind` is the error's name in RFC 8555, 6.7."""

    def __init__(self, says: str, kind: str = "malformed") -> None:
        super().__init__(says)
        self.kind = kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A signed message, not yet checked. `payload` is None for POST-as-GET (RFC 8555, 6.3)."""

    protected: Mapping[str, Any]
    payload: Mapping[str, Any] | None
    signed: bytes
    signature: bytes

    @property
    def key(self) -> dict[str, str] | None:
        """The key that travels with the message."""
        found = self.protected.get("jwk")
        return dict(found) if isinstance(found, dict) else None


def decode(text: object) -> bytes:
    """Base64url without padding (RFC 7515, 2). Raises UnfitMessage."""
    if not isinstance(text, str) or "=" in text:
        raise UnfitMessage("A part is not in base64url.")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnfitMessage("A part is not in base64url.") from None


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_message(*, data: bytes | Mapping[str, Any]) -> Message:
    """The message in `data` (JSON, or what was parsed of it). Raises UnfitMessage."""
    parsed = _object(data) if isinstance(data, bytes) else data
    if not isinstance(parsed, dict) or "header" in parsed:
        raise UnfitMessage("The message is no JWS with protected headers alone.")
    protected = _object(decode(parsed.get("protected")))
    body = decode(parsed.get("payload"))
    if not isinstance(protected, dict):
        raise UnfitMessage("The protected header is no object.")
    payload = _object(body) if body else None
    if payload is not None and not isinstance(payload, dict):
        raise UnfitMessage("The payload is no object.")
    signed = f"{parsed['protected']}.{parsed['payload']}".encode()
    return Message(protected=protected, payload=payload, signed=signed, signature=decode(parsed.get("signature")))


def _object(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise UnfitMessage("The message is too large.")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise UnfitMessage("The message is no JSON.") from None


def check_signature(*, message: Message, key: Mapping[str, Any]) -> None:
    """Raise UnfitMessage unless `key` (a JWK) signed the message."""
    algorithm, loaded = message.protected.get("alg"), public_key(key=key)
    try:
        if algorithm == "ES256" and isinstance(loaded, ec.EllipticCurvePublicKey) and len(message.signature) == 64:
            pair = (int.from_bytes(message.signature[:32]), int.from_bytes(message.signature[32:]))
            loaded.verify(utils.encode_dss_signature(*pair), message.signed, _ECDSA)
        elif algorithm == "RS256" and isinstance(loaded, rsa.RSAPublicKey):
            loaded.verify(message.signature, message.signed, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise UnfitMessage("Sign with ES256 or RS256.", "badSignatureAlgorithm")
    except InvalidSignature:
        raise UnfitMessage("The signature is not of this key.", "unauthorized") from None


def check_binding(*, binding: object, key: Mapping[str, Any], secret: bytes, url: str) -> None:
    """Raise UnfitMessage unless `binding` (RFC 8555, 7.3.4) binds the account key `key` by the member's `secret`."""
    message = read_message(data=binding if isinstance(binding, dict) else {})
    if message.protected.get("alg") != "HS256" or message.protected.get("url") != url:
        raise UnfitMessage("The account binding is not by HS256 for this address.", "unauthorized")
    if message.payload is None or thumbprint(key=message.payload) != thumbprint(key=key):
        raise UnfitMessage("The account binding names another key.", "unauthorized")
    if not hmac.compare_digest(hmac.digest(secret, message.signed, "sha256"), message.signature):
        raise UnfitMessage("The account binding was not made with the member's secret.", "unauthorized")


def public_key(*, key: Mapping[str, Any]) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """The key in a JWK: P-256, or RSA of 2048 to 4096 bits. Raises UnfitMessage."""
    try:
        if key.get("kty") == "EC" and key.get("crv") == "P-256":
            x, y = (int.from_bytes(decode(key.get(part))) for part in ("x", "y"))
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        if key.get("kty") == "RSA":
            exponent, modulus = (int.from_bytes(decode(key.get(part))) for part in ("e", "n"))
            if LEAST_RSA <= modulus.bit_length() <= MOST_RSA:
                return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as fault:
        raise UnfitMessage("The key cannot be read.", "badPublicKey") from fault
    raise UnfitMessage("Use a key on P-256, or RSA of 2048 to 4096 bits.", "badPublicKey")


def key_info(*, key: Mapping[str, Any]) -> bytes:
    """SubjectPublicKeyInfo in DER of a JWK."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public_key(key=key).public_bytes(serialization.Encoding.DER, form)


def bare(*, key: Mapping[str, Any]) -> dict[str, str]:
    """The members of a JWK that make the key, and nothing else."""
    names = _NAMED.get(str(key.get("kty")), ())
    return {name: str(key.get(name, "")) for name in names}


def thumbprint(*, key: Mapping[str, Any]) -> str:
    """RFC 7638, by SHA-256."""
    whole = json.dumps(bare(key=key), sort_keys=True, separators=(",", ":"))
    return encode(hashlib.sha256(whole.encode()).digest())
