"""Which algorithm a public key signs with, and the check of a bare signature value."""

import hashlib

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509 import load_der_x509_certificate

from madang.systems.signatures.domain.validation.evidence import Algorithm

HASHES: dict[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),  # noqa: S303  read, so that its verdict can be told; never trusted
    "sha1": hashes.SHA1(),  # noqa: S303
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_EDWARDS = {"ed25519": 256, "ed448": 448}
_MEASURED = frozenset({"ecdsa", "rsa", "dsa"})


class UnknownAlgorithm(ValueError):
    """Nothing here signs or digests so."""


def digest(*, algorithm: str, data: bytes) -> bytes:
    """The digest of `data`; UnknownAlgorithm for what is not in HASHES."""
    if algorithm not in HASHES:
        raise UnknownAlgorithm(algorithm)
    return hashlib.new(algorithm, data, usedforsecurity=False).digest()


def digest_for(*, certificate: bytes) -> str:
    """The digest that goes with the certificate's key (RFC 7518, 3.4: one for each curve)."""
    key = load_der_x509_certificate(certificate).public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return {384: "sha384", 521: "sha512"}.get(key.curve.key_size, "sha256")
    return "sha256"


def is_elliptic(*, certificate: bytes) -> bool:
    """Whether the certificate's key is on an elliptic curve; otherwise it is RSA."""
    return bool(asn1_x509.Certificate.load(certificate).public_key.algorithm == "ec")


def key_algorithm(*, certificate: bytes) -> Algorithm:
    """The key's kind and size; no bits where the kind is none that signs."""
    public = asn1_x509.Certificate.load(certificate).public_key
    name = {"ec": "ecdsa", "rsassa_pss": "rsa"}.get(public.algorithm, public.algorithm)
    if name in _EDWARDS:
        return Algorithm(name=name, bits=_EDWARDS[name])
    return Algorithm(name=name, bits=int(public.bit_size) if name in _MEASURED else 0)


def raw_value(*, value: bytes, certificate: bytes) -> bytes:
    """As XML and JSON write an ECDSA value: r and s of the curve's length (XML Signature 1.1, 6.4.3; RFC 7518, 3.4)."""
    if not is_elliptic(certificate=certificate):
        return value
    r, s = decode_dss_signature(value)
    size = (key_algorithm(certificate=certificate).bits + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def holds(*, certificate: bytes, signature: bytes, data: bytes, algorithm: str, pss_salt: int | None = None) -> bool:
    """Whether the certificate's key made `signature` over `data`; `pss_salt` where it is RSASSA-PSS."""
    try:
        key = load_der_x509_certificate(certificate).public_key()
        digest_algorithm = HASHES[algorithm]
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(digest_algorithm))
        elif isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(digest_algorithm), pss_salt) if pss_salt is not None else None
            key.verify(signature, data, pss or padding.PKCS1v15(), digest_algorithm)
        elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
            key.verify(signature, data)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, KeyError, TypeError):
        return False
    return True
