"""Where blobs lie: a local folder, or a bucket of an object store (`bucket.py`)."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from madang.framework.storage.bucket import Bucket


class Place(Protocol):
    """Bytes under names of 64 hexadecimal digits. `put` is all or nothing and may be repeated.

    `get` raises FileNotFoundError; where the place itself fails, each raises another OSError.
    """

    def put(self, *, name: str, data: bytes) -> None: ...

    def get(self, *, name: str) -> BinaryIO: ...

    def has(self, *, name: str) -> bool: ...

    def drop(self, *, name: str) -> None: ...


class Folder:
    """A local folder: `ab/cdef…`, files 0600, folders 0700. A file appears whole (written aside, synced, renamed)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, name: str) -> Path:
        if len(name) != 64 or set(name) - set("0123456789abcdef"):
            raise FileNotFoundError(f"No blob has the name {name!r}.")
        return self.root / name[:2] / name[2:]

    def put(self, *, name: str, data: bytes) -> None:
        """Write `data` unless it is there."""
        path = self._path(name)
        if path.is_file() and path.stat().st_size == len(data):
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.parent / f".{path.name[:16]}.{secrets.token_hex(8)}"
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        for folder in (path.parent, self.root):
            _sync(folder)

    def get(self, *, name: str) -> BinaryIO:
        """The bytes, open for reading."""
        return self._path(name).open("rb")

    def has(self, *, name: str) -> bool:
        """Whether it lies here."""
        return self._path(name).is_file()

    def drop(self, *, name: str) -> None:
        """Remove it; nothing happens where it is gone."""
        self._path(name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def place() -> Place:
    """The place that settings name.

    `MADANG_STORAGE` is a folder, the values of a Bucket, or an object with the methods of Place.
    """
    given = settings.MADANG_STORAGE
    if isinstance(given, (str, Path)):
        return Folder(Path(given))
    return Bucket(**given) if isinstance(given, Mapping) else given
