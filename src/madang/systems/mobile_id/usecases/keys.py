"""The keys of mobile ID: one signs credentials and status lists, one signs verifiers' requests.

They lie in a keystore of the documents room's kind, under a folder of their own: `seal` issues, `statement` asks.
"""

import hashlib
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from joserfc.jwk import ECKey

from madang.framework.documents.seal.keystore import Key, Keystore, open_keystore
from madang.framework.protect import keys_passphrase
from madang.framework.values import clock
from madang.systems.mobile_id.formats import jose


def demo_provider_key() -> ECKey:
    """The key of the demonstration's wallet provider: of a keystore of its own, and nobody's outside a demonstration."""
    folder = Path(settings.MADANG_KEYS) / "mobile_id_demo_wallet"
    return _private(_opened(folder, keys_passphrase(), settings.MADANG_MEMBER).statement)


def _store() -> Keystore:
    return _opened(Path(settings.MADANG_KEYS) / "mobile_id", keys_passphrase(), settings.MADANG_MEMBER)


@cache
def _opened(folder: Path, passphrase: str, member: str) -> Keystore:
    country = settings.MADANG_COUNTRY if len(settings.MADANG_COUNTRY) == 2 else "xx"
    owner = f"{member.capitalize()} mobile ID"
    return open_keystore(folder=folder, passphrase=passphrase, owner=owner, country=country, now=clock.now())


def issuing_key() -> ECKey:
    """The private key of credentials and status lists."""
    return _private(_store().seal)


def issuing_key_id() -> str:
    """The issuing key's name in headers and in the published set: its thumbprint."""
    return str(issuing_key().thumbprint())


def published_keys() -> dict[str, object]:
    """The issuing keys as a JSON Web Key Set (RFC 7517)."""
    jwk = jose.public_jwk(key=issuing_key())
    return {"keys": [{**jwk, "kid": issuing_key_id(), "alg": jose.ALGORITHM, "use": "sig"}]}


def asking_key() -> ECKey:
    """The private key of verifiers' requests."""
    return _private(_store().statement)


def asking_certificate() -> bytes:
    """The certificate of that key, in DER."""
    return _store().statement.certificate.public_bytes(serialization.Encoding.DER)


def verifier_id() -> str:
    """The verifier's client identifier: the hash of its certificate (OpenID4VP 1.0, section 5.9.3, `x509_hash`)."""
    return "x509_hash:" + jose.encode(hashlib.sha256(asking_certificate()).digest())


def _private(key: Key) -> ECKey:
    pem = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return ECKey.import_key(pem)
