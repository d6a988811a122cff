"""The file `UUID.commitments` beside an archive: the commitments of its ballots' proofs, so that whoever checks it is spared
computing them. For each ballot, in the archive's order: its SHA-256 (32 bytes), how many bytes follow (4 bytes), they.

Nobody has to trust it: a commitment that is wrong, or of another ballot, is found out, and then that ballot is checked without.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

_HASH, _SIZE = 32, 4
_LARGEST = 4_000_000


def commitments_file(*, told: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The file, piece by piece, of (SHA-256 of the ballot in hexadecimal, commitments)."""
    for digest, commitments in told:
        yield bytes.fromhex(digest) + len(commitments).to_bytes(_SIZE, "big") + commitments


class CommitmentsFile:
    """Read beside the archive, from the first ballot to the last."""

    def __init__(self, *, file: BinaryIO) -> None:
        self._file = file
        self._digest, self._size = self._head()

    def of(self, *, digest: str) -> bytes:
        """The commitments of the next ballot, if they come next; else nothing."""
        if digest != self._digest:
            return b""
        found = self._file.read(self._size)
        self._digest, self._size = self._head()
        return found

    def _head(self) -> tuple[str, int]:
        """Whose commitments come next, and how long they are; of nobody where the file ends or is none."""
        head = self._file.read(_HASH + _SIZE)
        size = int.from_bytes(head[_HASH:], "big")
        return ("", 0) if len(head) < _HASH + _SIZE or size > _LARGEST else (head[:_HASH].hex(), size)
