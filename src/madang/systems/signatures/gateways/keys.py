"""Private keys behind one interface: an encrypted folder by default, a PKCS#11 device where MADANG_PKCS11 names one.

All keys are P-256 and sign with ECDSA and SHA-256. A key is known by its label; who holds a label cannot read the key.
"""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from django.conf import settings

from madang.framework.protect import keys_passphrase
from madang.framework.values.identifiers import new_key

_ECDSA = ec.ECDSA(hashes.SHA256())
_PREHASHED = ec.ECDSA(Prehashed(hashes.SHA256()))


class KeyUnavailable(RuntimeError):
    """The key cannot be used now: no passphrase, a wrong one, a device that does not answer, or no key of this label."""


class Signer(Protocol):
    """One private key, wherever it lies."""

    @property
    def public_key(self) -> bytes:
        """SubjectPublicKeyInfo in DER."""

    def sign(self, *, data: bytes) -> bytes:
        """The signature in DER over `data`."""

    def sign_digest(self, *, digest: bytes) -> bytes:
        """The signature in DER over data whose SHA-256 is `digest`."""


class Keystore(Protocol):
    """A place that keeps private keys."""

    def create(self) -> str:
        """Make a key; its label."""

    def open(self, *, label: str) -> Signer:
        """The key of this label. Raises KeyUnavailable."""


@dataclass(frozen=True, slots=True)
class Key:
    """A private key with its certificate chain in DER: its own certificate first, the root's last."""

    signer: Signer
    chain: tuple[bytes, ...]

    @property
    def certificate(self) -> bytes:
        """The key's own certificate in DER."""
        return self.chain[0]

    @property
    def public_key(self) -> bytes:
        """SubjectPublicKeyInfo in DER."""
        return self.signer.public_key

    def sign(self, *, data: bytes) -> bytes:
        """ECDSA with SHA-256 over `data`, in DER."""
        return self.signer.sign(data=data)

    def sign_digest(self, *, digest: bytes) -> bytes:
        """ECDSA over data whose SHA-256 is `digest`, in DER."""
        return self.signer.sign_digest(digest=digest)


class MemoryKey:
    """A key in this process's memory."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self.public_key = private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, *, data: bytes) -> bytes:
        """The signature in DER over `data`."""
        return self._private.sign(data, _ECDSA)

    def sign_digest(self, *, digest: bytes) -> bytes:
        """The signature in DER over data whose SHA-256 is `digest`."""
        return self._private.sign(digest, _PREHASHED)

    def wrap(self, *, passphrase: bytes) -> bytes:
        """PKCS #8 in DER, encrypted (PBES2) with `passphrase`."""
        encryption = serialization.BestAvailableEncryption(passphrase)
        return self._private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, encryption)


def new_memory_key() -> MemoryKey:
    """A fresh key that is kept nowhere."""
    return MemoryKey(ec.generate_private_key(ec.SECP256R1()))


def unwrap(*, wrapped: bytes, passphrase: bytes) -> MemoryKey:
    """The key that `MemoryKey.wrap` wrapped. Raises KeyUnavailable."""
    try:
        private = serialization.load_der_private_key(wrapped, passphrase)
    except ValueError:
        raise KeyUnavailable("This passphrase does not open the key.") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise KeyUnavailable("The key is not on the curve P-256.")
    return MemoryKey(private)


class FolderKeystore:
    """One encrypted PKCS #8 file a key, for the owner's eyes only."""

    def __init__(self, *, folder: Path, passphrase: str) -> None:
        if not passphrase:
            raise KeyUnavailable("Set MADANG_KEYS_PASSPHRASE: private keys are kept encrypted.")
        self._folder, self._passphrase = folder, passphrase.encode()

    def create(self) -> str:
        """Make a key; its label."""
        label = new_key()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._folder / f"{label}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(new_memory_key().wrap(passphrase=self._passphrase))
            file.flush()
            os.fsync(file.fileno())
        return label

    def open(self, *, label: str) -> MemoryKey:
        """The key of this label. Raises KeyUnavailable."""
        path = self._folder / f"{label}.key"
        if not label.isalnum() or not path.is_file():
            raise KeyUnavailable(f"There is no key {label!r} in {self._folder}.")
        return unwrap(wrapped=path.read_bytes(), passphrase=self._passphrase)


def keystore() -> Keystore:
    """The device that settings.MADANG_PKCS11 names (`module`, `token`, `pin`), else the folder under MADANG_KEYS."""
    device = getattr(settings, "MADANG_PKCS11", None)
    if device:
        from madang.systems.signatures.gateways.pkcs11_device import device_keystore

        return device_keystore(module=device["module"], token=device["token"], pin=device["pin"])
    return FolderKeystore(folder=Path(settings.MADANG_KEYS) / "signatures", passphrase=keys_passphrase())


def open_key(*, label: str) -> Signer:
    """The key of this label, loaded once and kept in memory. Raises KeyUnavailable."""
    device = getattr(settings, "MADANG_PKCS11", None)
    return _opened(label, str(device["token"]) if device else str(settings.MADANG_KEYS))


@lru_cache(maxsize=512)
def _opened(label: str, place: str) -> Signer:
    return keystore().open(label=label)
