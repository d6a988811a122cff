"""Where the sealed files lie: the storage room, with what is allowed here."""

from datetime import datetime

from madang.framework import storage

# A certificate has a few hundred kilobytes; a register copy of a long life, a few megabytes.
LARGEST = 20 * 1024 * 1024


def keep(*, pdf: bytes, now: datetime) -> str:
    """Stores a sealed file, in the caller's transaction; its SHA-256 in hexadecimal, under which `read` finds it."""
    return str(storage.store_own(pdf, media_type="application/pdf", now=now).pk)


def read(*, sha256: str) -> bytes:
    """The file under this SHA-256."""
    return storage.read_blob(sha256)
