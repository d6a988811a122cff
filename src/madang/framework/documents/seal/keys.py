"""The public keys that verifiers rely on."""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from madang.framework.documents.domain import statement
from madang.framework.documents.seal.sealer import PublishedKey, sealer


def statement_keys() -> Mapping[bytes, ec.EllipticCurvePublicKey]:
    """The keys of statements by key id."""
    published = (one for one in sealer().published_keys() if one.use == "statement")
    return {statement.key_id(key=one.key): one.key for one in published}


def key_set() -> dict[str, Any]:
    """All published keys as a JSON Web Key Set (RFC 7517) with certificate chains; `use` in `madang_use`."""
    return {"keys": [_jwk(one) for one in sealer().published_keys()]}


def pem(*, use: str) -> str:
    """The public keys of one use, in PEM, the current one first."""
    return "".join(
        one.key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
        for one in sealer().published_keys()
        if one.use == use
    )


def chain_pem() -> str:
    """The certificates of the seals and their authority, in PEM."""
    certificates = {}
    for one in sealer().published_keys():
        if one.use == "seal":
            certificates[one.certificate.serial_number] = one.certificate
            certificates[one.issuer.serial_number] = one.issuer
    return "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in certificates.values())


def _jwk(one: PublishedKey) -> dict[str, Any]:
    numbers = one.key.public_numbers()
    chain = [one.certificate, one.issuer]
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "use": "sig",
        "madang_use": one.use,
        "kid": statement.key_id(key=one.key).hex(),
        "x": _base64url(numbers.x),
        "y": _base64url(numbers.y),
        "x5c": [base64.b64encode(part.public_bytes(serialization.Encoding.DER)).decode() for part in chain],
    }


def _base64url(coordinate: int) -> str:
    return base64.urlsafe_b64encode(coordinate.to_bytes(32, "big")).rstrip(b"=").decode()
