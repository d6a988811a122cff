"""What can be imported: each system registers its kinds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from madang.framework.bulk.models import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """Why the row on `line` was refused."""

    line: int
    place: str
    code: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some rows of a file: what the kind's reader made of them, the byte and the line after them, and rows that
    could not even be read."""

    rows: Any
    position: int
    line: int
    unreadable: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a chunk."""

    accepted: int
    refused: tuple[RowFault, ...] = ()


class Reader(Protocol):
    """Opens a source and yields its chunks from `position` and `line` on. May write into `state` before the first
    chunk."""

    def __call__(self, *, source: str, state: dict[str, Any], position: int, line: int) -> Iterator[Chunk]:
        """The chunks in order."""


class Loader(Protocol):
    """Writes a chunk's good rows, in the transaction that is open, and says which ones it refused."""

    def __call__(self, *, chunk: Chunk, imported: "Import", now: datetime) -> Outcome:
        """The outcome."""


def _nothing(*, imported: "Import", now: datetime) -> None:
    """Nothing to do at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """A sort of file. `size` answers its bytes; `finish` runs once, in the transaction that ends the import."""

    code: str
    title: object
    read: Reader
    load: Loader
    size: Callable[[str], int]
    finish: Callable[..., None] = field(default=_nothing)


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Makes a kind known; a second registration of its code replaces the first."""
    _kinds[kind.code] = kind


def kind_of(*, code: str) -> ImportKind:
    """The registered kind. Raises KeyError."""
    return _kinds[code]
