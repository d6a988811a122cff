"""The pair of files of a Korean NPKI certificate: signCert.der and signPri.key (KISA's KCAC.TS.ENC).

signPri.key is an EncryptedPrivateKeyInfo (RFC 5958) with SEED in CBC (RFC 4269): under KISA's own scheme with PBKDF1, or PBES2.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import SEED
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

LARGEST = 32 * 1024
MOST_ROUNDS = 200_000
SEED_CBC = "1.2.410.200004.1.4"
SEED_CBC_WITH_SHA1 = "1.2.410.200004.1.15"
PBES2 = "1.2.840.113549.1.5.13"
PBKDF2 = "1.2.840.113549.1.5.12"
HASHES = {"1.2.840.113549.2.7": "sha1", "1.2.840.113549.2.9": "sha256", "1.2.840.113549.2.11": "sha512"}
# KISA's scheme without a derived vector uses this one always.
FIXED_VECTOR = b"0123456789012345"


class UnfitPair(ValueError):
    """The two files are no pair that can be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A certificate and its private key."""

    certificate: x509.Certificate
    private_key: rsa.RSAPrivateKey

    @property
    def valid_until(self) -> datetime:
        """The end of the certificate."""
        return self.certificate.not_valid_after_utc


class _Rounds(core.Sequence):  # type: ignore[misc]
    _fields = [("salt", core.OctetString), ("iterations", core.Integer)]


class _Algorithm(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class _Derivation(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("salt", core.OctetString),
        ("iterations", core.Integer),
        ("key_length", core.Integer, {"optional": True}),
        ("prf", _Algorithm, {"optional": True}),
    ]


class _Pbes2(core.Sequence):  # type: ignore[misc]
    _fields = [("derivation", _Algorithm), ("encryption", _Algorithm)]


class _Encrypted(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", _Algorithm), ("data", core.OctetString)]


def read_pair(*, certificate: bytes, key: bytes, password: str) -> Pair:
    """The pair. Raises UnfitPair: too_large, unreadable, unknown_encryption, wrong_password, not_a_pair."""
    if max(len(certificate), len(key)) > LARGEST:
        raise UnfitPair("too_large")
    try:
        own = x509.load_der_x509_certificate(certificate)
        public = own.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise UnfitPair("unreadable") from None
    private = _open(decrypt_key(data=key, password=password))
    if public != private.public_key():
        raise UnfitPair("not_a_pair")
    return Pair(certificate=own, private_key=private)


def _open(plain: bytes) -> rsa.RSAPrivateKey:
    try:
        private = serialization.load_der_private_key(plain, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # A wrong password gives a good padding once in 256 times; what comes out then is no key.
        raise UnfitPair("wrong_password") from None
    if not isinstance(private, rsa.RSAPrivateKey):
        raise UnfitPair("not_a_pair")
    return private


def decrypt_key(*, data: bytes, password: str) -> bytes:
    """The PrivateKeyInfo in `data`. Raises UnfitPair."""
    try:
        parsed = _Encrypted.load(data, strict=True)
        scheme = parsed["algorithm"]
        secret, vector = _secrets(scheme["algorithm"].dotted, scheme["parameters"].dump(), password.encode())
        sealed: bytes = parsed["data"].native
    except UnfitPair:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise UnfitPair("unreadable") from None
    try:
        decryptor = Cipher(SEED(secret), CBC(vector)).decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        remover = PKCS7(128).unpadder()
        return remover.update(padded) + remover.finalize()
    except ValueError:
        raise UnfitPair("wrong_password") from None


def _secrets(scheme: str, parameters: bytes, password: bytes) -> tuple[bytes, bytes]:
    """SEED's key and initial vector."""
    if scheme in (SEED_CBC, SEED_CBC_WITH_SHA1):
        told = _Rounds.load(parameters, strict=True)
        derived = pbkdf1(password=password, salt=told["salt"].native, rounds=_rounds(told["iterations"].native))
        if scheme == SEED_CBC:
            return derived[:16], FIXED_VECTOR
        return derived[:16], hashlib.sha1(derived[16:], usedforsecurity=False).digest()[:16]
    if scheme != PBES2:
        raise UnfitPair("unknown_encryption")
    both = _Pbes2.load(parameters, strict=True)
    derivation, encryption = both["derivation"], both["encryption"]
    if (derivation["algorithm"].dotted, encryption["algorithm"].dotted) != (PBKDF2, SEED_CBC):
        raise UnfitPair("unknown_encryption")
    how = _Derivation.load(derivation["parameters"].dump(), strict=True)
    prf = HASHES.get(how["prf"]["algorithm"].dotted if how["prf"].native else "1.2.840.113549.2.7")
    if prf is None:
        raise UnfitPair("unknown_encryption")
    secret = hashlib.pbkdf2_hmac(prf, password, how["salt"].native, _rounds(how["iterations"].native), 16)
    return secret, core.OctetString.load(encryption["parameters"].dump(), strict=True).native


def _rounds(count: int) -> int:
    """A stranger's file does not decide how long we work."""
    if not 1 <= count <= MOST_ROUNDS:
        raise UnfitPair("unreadable")
    return count


def pbkdf1(*, password: bytes, salt: bytes, rounds: int) -> bytes:
    """PBKDF1 with SHA-1 (RFC 8018, 5.1): all twenty bytes."""
    value = password + salt
    for _ in range(rounds):
        value = hashlib.sha1(value, usedforsecurity=False).digest()
    return value
