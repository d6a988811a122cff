"""Where blobs lie: an interface that an object store can fill, and the local folder that does."""

import os
import secrets
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings


class Place(Protocol):
    """Content-addressed bytes. `put` is all or nothing and may be repeated; `get` raises FileNotFoundError."""

    def put(self, *, sha256: str, data: bytes) -> None: ...

    def get(self, *, sha256: str) -> BinaryIO: ...

    def has(self, *, sha256: str) -> bool: ...

    def drop(self, *, sha256: str) -> None: ...


class Folder:
    """A local folder: `ab/cdef…`, files 0600, folders 0700. A file appears whole (written aside, synced, renamed)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise FileNotFoundError(f"No blob has the name {sha256!r}.")
        return self.root / sha256[:2] / sha256[2:]

    def put(self, *, sha256: str, data: bytes) -> None:
        """Write `data` unless it is there."""
        path = self._path(sha256)
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

    def get(self, *, sha256: str) -> BinaryIO:
        """The bytes, open for reading."""
        return self._path(sha256).open("rb")

    def has(self, *, sha256: str) -> bool:
        """Whether it lies here."""
        return self._path(sha256).is_file()

    def drop(self, *, sha256: str) -> None:
        """Remove it; nothing happens where it is gone."""
        self._path(sha256).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def place() -> Place:
    """The place that settings name (`MADANG_STORAGE`: a folder, or an object with the methods of Place)."""
    given = settings.MADANG_STORAGE
    return Folder(Path(given)) if isinstance(given, (str, Path)) else given
