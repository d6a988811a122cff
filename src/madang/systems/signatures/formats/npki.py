"""The pair of files of a Korean NPKI certificate: signCert.der and signPri.key (KISA's KCAC.TS.ENC).

signPri.key is an EncryptedPrivateKeyInfo (RFC 5958) with SEED in CBC (RFC 4269): under KISA's own scheme with PBKDF1, or PBES2.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core, parser  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import SEED
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.padding import PKCS7

from madang.systems.signatures.formats.signing import tlv

LARGEST = 32 * 1024
MOST_ROUNDS = 200_000
SEED_CBC = "1.2.410.200004.1.4"
SEED_CBC_WITH_SHA1 = "1.2.410.200004.1.15"
PBES2 = "1.2.840.113549.1.5.13"
PBKDF2 = "1.2.840.113549.1.5.12"
HASHES = {"1.2.840.113549.2.7": "sha1", "1.2.840.113549.2.9": "sha256", "1.2.840.113549.2.11": "sha512"}
# KISA's scheme without a derived vector uses this one always.
FIXED_VECTOR = b"0123456789012345"


IDENTITY, VIRTUAL_IDENTIFIER = "1.2.410.200004.10.1.1", "1.2.410.200004.10.1.1.1"
RANDOM = "1.2.410.200004.10.1.1.3"
DIGESTS = {"2.16.840.1.101.3.4.2.1": "sha256", "1.3.14.3.2.26": "sha1"}


class UnfitPair(ValueError):
    """The two files are no pair that can be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A certificate and its private key."""

    certificate: x509.Certificate
    private_key: rsa.RSAPrivateKey
    random: bytes = b""

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def sign(self, *, data: bytes) -> bytes:
        """RSA PKCS #1 v1.5 with SHA-256 over `data`."""
        return self.private_key.sign(data, PKCS1v15(), SHA256())

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
    plain = decrypt_key(data=key, password=password)
    private = _open(plain)
    if public != private.public_key():
        raise UnfitPair("not_a_pair")
    return Pair(certificate=own, private_key=private, random=_random(plain))


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


def _members(content: bytes) -> list[tuple[int, bytes, bytes]]:
    """Tag, content and whole of each value in `content`. asn1crypto builds no sequence with tags that it was not told of."""
    found = []
    while content:
        size = parser.peek(content)
        _class, _method, _tag, header, inner, _trailer = parser.parse(content[:size])
        found.append((header[0], inner, content[:size]))
        content = content[size:]
    return found


def _random(plain: bytes) -> bytes:
    """The random number beside the key (an attribute of the PrivateKeyInfo), as the bit string that it is; empty if none."""
    try:
        for tag, inner, _whole in _members(_members(plain)[0][1]):
            if tag != 0xA0:
                continue
            for _tag, attribute, _attribute in _members(inner):
                kind, values = _members(attribute)
                if core.ObjectIdentifier.load(kind[2]).dotted == RANDOM:
                    return _members(values[1])[0][2]
    except (ValueError, TypeError, IndexError):
        return b""
    return b""


def identity_holds(*, pair: Pair, number: str) -> bool | None:
    """Whether the certificate was issued to who has this resident number (KCAC.TS.SIVID): its virtual identifier is the digest
    of the digest of number and random number. None where the certificate or the key lacks what that takes."""
    found = _virtual_identifier(pair.certificate)
    if found is None or not pair.random:
        return None
    name, expected = found
    content = tlv(0x30, tlv(0x13, number.encode("ascii", "replace")), pair.random)
    return hashlib.new(name, hashlib.new(name, content).digest()).digest() == expected


def _virtual_identifier(certificate: x509.Certificate) -> tuple[str, bytes] | None:
    """The digest's name and the identifier, from the subject's alternative name."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        for one in names.get_values_for_type(x509.OtherName):
            if one.type_id.dotted_string != IDENTITY:
                continue
            infos = _members(_members(one.value)[0][1])[1][1]
            for _tag, info, _whole in _members(infos):
                kind, value = _members(info)[:2]
                if core.ObjectIdentifier.load(kind[2]).dotted != VIRTUAL_IDENTIFIER:
                    continue
                # The value stands bare or in a set; the identifier is tagged explicitly or implicitly.
                digest, held = _members(value[1] if value[0] == 0x30 else _members(value[1])[0][1])
                name = DIGESTS[core.ObjectIdentifier.load(_members(digest[1])[0][2]).dotted]
                return name, _members(held[1])[0][1] if held[0] == 0xA0 else held[1]
    except (x509.ExtensionNotFound, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    return None
