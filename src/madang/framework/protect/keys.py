"""The ring of field keys: which key seals now, which ones still open, and the key of the blind indexes."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

VERSION = 1


@dataclass(frozen=True)
class KeyRing:
    """Keys by id. `current` seals; every key opens what it sealed; `index` makes blind indexes.

    `former_index` is there only while `manage.py rotate_index_key` has not ended: both find, `index` alone writes.
    """

    current: str
    ciphers: Mapping[str, AESGCM] = field(repr=False)
    index: bytes = field(repr=False)
    former_index: bytes | None = field(repr=False, default=None)

    @property
    def header(self) -> bytes:
        """What a ciphertext of the current key starts with: version, length of the key's id, the id."""
        return header_of(key_id=self.current)

    def index_key(self, *, purpose: str) -> bytes:
        """The blind-index key of one purpose, so that equal values of two purposes cannot be matched."""
        return _of_purpose(self.index, purpose)

    def former_index_key(self, *, purpose: str) -> bytes | None:
        """The one before it, while rows still have indexes of it."""
        return _of_purpose(self.former_index, purpose) if self.former_index else None


def _of_purpose(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, b"madang blind index\x00" + purpose.encode(), "sha256")


def header_of(*, key_id: str) -> bytes:
    """The ciphertext header of the key `key_id`."""
    name = key_id.encode()
    return bytes([VERSION, len(name)]) + name


def _key(*, text: object, name: str) -> bytes:
    try:
        key = bytes.fromhex(str(text))
    except ValueError as error:
        raise ImproperlyConfigured(f"MADANG_FIELD_KEYS: {name} is not written in hexadecimal.") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"MADANG_FIELD_KEYS: {name} has {len(key)} bytes; 32 are needed.")
    return key


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """The ring that settings name; raises ImproperlyConfigured with the reason where they are incomplete."""
    given = getattr(settings, "MADANG_FIELD_KEYS", None)
    if not isinstance(given, Mapping) or not {"current", "keys", "index"} <= set(given):
        raise ImproperlyConfigured("MADANG_FIELD_KEYS needs `current`, `keys` and `index`.")
    keys = {key_id: _key(text=text, name=f"key {key_id!r}") for key_id, text in given["keys"].items()}
    if given["current"] not in keys:
        raise ImproperlyConfigured(f"MADANG_FIELD_KEYS: the current key {given['current']!r} is not among the keys.")
    if any(not 0 < len(key_id.encode()) < 256 for key_id in keys):
        raise ImproperlyConfigured("MADANG_FIELD_KEYS: a key's id has 1 to 255 bytes.")
    index = _key(text=given["index"], name="index")
    if index in keys.values():
        raise ImproperlyConfigured("MADANG_FIELD_KEYS: the index key must be a key of its own.")
    former = _key(text=given["former_index"], name="former_index") if given.get("former_index") else None
    if former in {index, *keys.values()}:
        raise ImproperlyConfigured("MADANG_FIELD_KEYS: the former index key must be a key of its own.")
    ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
    return KeyRing(current=given["current"], ciphers=ciphers, index=index, former_index=former)


@lru_cache(maxsize=256)
def index_key(*, purpose: str) -> bytes:
    """The blind-index key of `purpose`, kept."""
    return ring().index_key(purpose=purpose)


@lru_cache(maxsize=256)
def former_index_key(*, purpose: str) -> bytes | None:
    """The former blind-index key of `purpose`, kept; none where no rotation goes on."""
    return ring().former_index_key(purpose=purpose)


def _forget(*, setting: str, **_: object) -> None:
    if setting == "MADANG_FIELD_KEYS":
        ring.cache_clear()
        index_key.cache_clear()
        former_index_key.cache_clear()


setting_changed.connect(_forget, dispatch_uid="madang.protect.keys")
