"""Each blob is sealed under a secret of its own; the secrets lie in the database, sealed by the ring of field keys (ADR 24).

Whoever has the place alone has neither contents nor hashes; whoever has the database alone has no bytes.
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madang.framework.protect import Undecipherable

PURPOSE = "storage.blob_secret"
VERSION = b"\x01"
NONCE = 12


def new_secret() -> str:
    """256 random bits, in hexadecimal."""
    return os.urandom(32).hex()


def name_in_place(*, secret: str) -> str:
    """Under which name a blob lies. It comes from its secret, so that it tells nothing of the contents."""
    return _derived(secret, b"madang blob name").hex()


def seal(*, data: bytes, secret: str, sha256: str) -> bytes:
    """`data` as it lies in the place: version, nonce, sealed bytes and tag."""
    nonce = os.urandom(NONCE)
    sealed = AESGCM(_derived(secret, b"madang blob key")).encrypt(nonce, data, VERSION + bytes.fromhex(sha256))
    return VERSION + nonce + sealed


def unseal(*, sealed: bytes, secret: str, sha256: str) -> bytes:
    """The data. Raises Undecipherable where the bytes were altered or are another blob's."""
    cipher = AESGCM(_derived(secret, b"madang blob key"))
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], sealed[:1] + bytes.fromhex(sha256))
    except (InvalidTag, ValueError) as error:
        raise Undecipherable(f"The bytes of blob {sha256} were altered where they lie.") from error


def _derived(secret: str, use: bytes) -> bytes:
    return hmac.digest(bytes.fromhex(secret), use, "sha256")
