"""Where the sealed files lie: the storage room, with what is allowed here."""

from madang.framework import storage

PDF = frozenset({"application/pdf"})
# A certificate has a few hundred kilobytes; a register copy of a long life, a few megabytes.
LARGEST = 20 * 1024 * 1024


def keep(*, pdf: bytes, name: str) -> str:
    """Stores a sealed file; its SHA-256 in hexadecimal, under which `read` finds it."""
    return storage.store(pdf, name=name, allowed=PDF, limit=LARGEST).sha256


def read(*, sha256: str) -> bytes:
    """The file under this SHA-256."""
    with storage.open_blob(sha256) as blob:
        return bytes(blob.read())
