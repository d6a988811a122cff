"""Field encryption (AES-256-GCM) and blind indexes (HMAC-SHA256).

A ciphertext is `version, length of key id, key id, nonce (12), sealed text and tag (16)`. Header and purpose are
authenticated, so a value moved to a column of another purpose does not open. Nonces are random: NIST SP 800-38D
(8.3) allows 2**32 of them a key, after which the key is to be rotated (`manage.py rotate_field_keys`).
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag

from madang.framework.protect.keys import VERSION, former_index_key, index_key, ring

NONCE = 12
TAG = 16


class Undecipherable(ValueError):
    """The bytes were not sealed by a key of the ring for this purpose, or were altered since."""


def encrypt(text: str, *, purpose: str = "") -> bytes:
    """`text` sealed by the current key for `purpose` (a permanent name such as `population.resident_number`)."""
    keys = ring()
    header = keys.header
    nonce = os.urandom(NONCE)
    return header + nonce + keys.ciphers[keys.current].encrypt(nonce, text.encode(), header + purpose.encode())


def encrypt_many(texts: Sequence[str], *, purpose: str = "") -> list[bytes]:
    """`encrypt` of each text, with one draw of random bytes and one look at the ring."""
    keys = ring()
    header = keys.header
    associated = header + purpose.encode()
    seal = keys.ciphers[keys.current].encrypt
    nonces = os.urandom(NONCE * len(texts))
    places = range(0, len(nonces), NONCE)
    return [
        header + (nonce := nonces[place : place + NONCE]) + seal(nonce, text.encode(), associated)
        for place, text in zip(places, texts, strict=True)
    ]


def key_id_of(sealed: bytes | memoryview) -> str:
    """The id of the key that sealed these bytes; raises Undecipherable where they are no ciphertext of ours."""
    data = bytes(sealed)
    if len(data) < 2 or data[0] != VERSION or len(data) < 2 + data[1] + NONCE + TAG:
        raise Undecipherable("These bytes are not a sealed field.")
    try:
        return data[2 : 2 + data[1]].decode()
    except UnicodeDecodeError as error:
        raise Undecipherable("These bytes are not a sealed field.") from error


def decrypt(sealed: bytes | memoryview, *, purpose: str = "") -> str:
    """The text that `encrypt` sealed for the same `purpose`; raises Undecipherable."""
    data = bytes(sealed)
    key_id = key_id_of(data)
    cipher = ring().ciphers.get(key_id)
    if cipher is None:
        raise Undecipherable(f"The key {key_id!r} is not on the ring.")
    start = 2 + data[1]
    try:
        text = cipher.decrypt(data[start : start + NONCE], data[start + NONCE :], data[:start] + purpose.encode())
    except InvalidTag as error:
        raise Undecipherable("The field was altered, or sealed for another purpose.") from error
    return text.decode()


def decrypt_many(sealed: Iterable[bytes | memoryview], *, purpose: str = "") -> list[str]:
    """`decrypt` of each."""
    return [decrypt(one, purpose=purpose) for one in sealed]


def blind_index(text: str, purpose: str) -> bytes:
    """32 bytes that are equal for equal texts of one purpose and tell nothing else; the caller normalises the text."""
    return hmac.digest(index_key(purpose=purpose), text.encode(), "sha256")


def blind_indexes(text: str, purpose: str) -> list[bytes]:
    """What to look for: the blind index, and while the index key is being rotated the one of the former key, too."""
    former = former_index_key(purpose=purpose)
    return [blind_index(text, purpose), *([hmac.digest(former, text.encode(), "sha256")] if former else ())]


def former_blind_index_many(texts: Iterable[str], purpose: str) -> list[bytes]:
    """Each text's index of the former key; nothing where no rotation of the index key goes on."""
    former = former_index_key(purpose=purpose)
    return [hmac.digest(former, text.encode(), "sha256") for text in texts] if former else []


def blind_index_many(texts: Iterable[str], purpose: str) -> list[bytes]:
    """`blind_index` of each text.

    The two padded keys of HMAC (RFC 2104) are hashed once and copied: a third of the time of a fresh HMAC a value.
    """
    block = index_key(purpose=purpose).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
    indexes = []
    for text in texts:
        first, second = inner.copy(), outer.copy()
        first.update(text.encode())
        second.update(first.digest())
        indexes.append(second.digest())
    return indexes


def mask(number: str) -> str:
    """An identity number as a screen shows it to those whose duty does not need it: `900101-1******`.

    Shown is what stands before the first hyphen and one symbol more (the Korean custom), or without a hyphen the
    first half; separators stay.
    """
    before, hyphen, _ = number.partition("-")
    shown = len(before) + 2 if hyphen else len(number) // 2
    return number[:shown] + "".join("*" if symbol.isalnum() else symbol for symbol in number[shown:])


def mask_name(name: str) -> str:
    """A person's name in a list for those who need not know it yet: `김*나`, `이*`, `K** H***`.

    A name of one word keeps its first and its last symbol (the Korean custom), one of several words the first of each.
    """
    words = name.split()
    if len(words) > 1:
        return " ".join(word[0] + "*" * (len(word) - 1) for word in words)
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]
