"""The archive UUID.bel: a plain tar that only grows, each file named by its hash, the header BELENIOS first (section 4.4).

The tar has no blocks of zeros at its end: whatever comes next is written behind what is there.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from madang.systems.elections.domain.belenios.board import Event, Step
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.domain.belenios.wire import Malformed, Wire, decode_as, encode

BLOCK = 512
HEADER = "BELENIOS"
DATA, EVENT = ".data.json", ".event.json"
LARGEST_FILE = 256_000_000
VERSION = 1
_HASH = 64


class HeaderWire(Wire, frozen=True):
    """Version of the archive and the second in which the election began."""

    version: int
    timestamp: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: where its bytes are."""

    name: str
    offset: int
    size: int


def archive_bytes(*, steps: Iterable[Step], opened_at: datetime) -> Iterator[bytes]:
    """A whole archive, piece by piece."""
    yield from _head(opened_at)
    for step in steps:
        yield from _pieces(step, opened_at)


def start_archive(*, path: Path, opened_at: datetime) -> None:
    """An archive that holds nothing but its header; it must not be there yet."""
    with path.open("xb") as file:
        file.writelines(_head(opened_at))


def append(*, path: Path, step: Step, at: datetime) -> None:
    """Adds `step` at the archive's end and returns when the disk has it. What stood there before is not touched."""
    with path.open("ab") as file:
        if file.tell() % BLOCK:
            raise Malformed("The archive does not end with a whole block: a former write was cut off.")
        file.write(b"".join(_pieces(step, at)))
        file.flush()
        os.fsync(file.fileno())


def _head(opened_at: datetime) -> Iterator[bytes]:
    header = HeaderWire(version=VERSION, timestamp=str(int(opened_at.timestamp())))
    yield _file(HEADER, encode(given=header), opened_at)


def _pieces(step: Step, at: datetime) -> Iterator[bytes]:
    for data in step.data:
        yield _file(hash_hex(data) + DATA, data, at)
    yield _file(step.event.hash + EVENT, step.event.json, at)


def _file(name: str, content: str, at: datetime) -> bytes:
    """One file as the oldest tar has it: a block of octal fields, then the content filled up to whole blocks."""
    data = content.encode()
    head = bytearray(BLOCK)
    head[0:100] = name.encode().ljust(100, b"\0")
    head[100:108], head[108:116], head[116:124] = b"0000644\0", b"0000000\0", b"0000000\0"
    head[124:136] = b"%011o\0" % len(data)
    head[136:148] = b"%011o\0" % int(at.timestamp())
    head[148:157] = b" " * 8 + b"0"
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + data + bytes(-len(data) % BLOCK)


class Archive:
    """An archive being read. Nothing in it is believed: `events` and `data` check each file against its name."""

    def __init__(self, *, file: BinaryIO) -> None:
        self._file = file
        self._data: dict[str, Entry] = {}
        self._events: list[Entry] = []
        for entry in self._entries(_end(self._read_header())):
            self._sort(entry)

    def _read_header(self) -> Entry:
        first = self._entry(0)
        if first is None or first.name != HEADER:
            raise Malformed("It does not begin with the file BELENIOS.")
        header = decode_as(raw=self._content(first), shape=HeaderWire)
        if header.version != VERSION:
            raise Malformed(f"Only version {VERSION} of the archive is known here.")
        return first

    def _entries(self, start: int) -> Iterator[Entry]:
        while (entry := self._entry(start)) is not None:
            yield entry
            start = _end(entry)

    def _sort(self, entry: Entry) -> None:
        if len(entry.name) == _HASH + len(DATA) and entry.name.endswith(DATA):
            if entry.name[:_HASH] in self._data:
                raise Malformed(f"{entry.name} stands in it twice.")
            self._data[entry.name[:_HASH]] = entry
        elif len(entry.name) == _HASH + len(EVENT) and entry.name.endswith(EVENT):
            self._events.append(entry)
        else:
            raise Malformed(f"It holds a file that is none of an election: {entry.name!r}.")

    def _entry(self, offset: int) -> Entry | None:
        """The file whose head is at `offset`; nothing where the archive ends."""
        self._file.seek(offset)
        head = self._file.read(BLOCK)
        if not head:
            return None
        if len(head) != BLOCK:
            raise Malformed("It is cut off.")
        try:
            name, size, stated = head[:100].rstrip(b"\0").decode("ascii"), _octal(head[124:136]), _octal(head[148:156])
        except ValueError as broken:
            raise Malformed("It holds something that is no file of a tar.") from broken
        if sum(head[:148]) + sum(head[156:]) + 8 * ord(" ") != stated or head[156:157] not in (b"0", b"\0"):
            raise Malformed(f"The head of {name!r} is damaged, or it is no plain file.")
        if size > LARGEST_FILE:
            raise Malformed(f"{name!r} is larger than anything of an election.")
        return Entry(name, offset + BLOCK, size)

    def _content(self, entry: Entry) -> str:
        self._file.seek(entry.offset)
        content, filling = self._file.read(entry.size), self._file.read(-entry.size % BLOCK)
        if len(content) != entry.size or len(filling) != -entry.size % BLOCK:
            raise Malformed("It is cut off.")
        if any(filling):
            raise Malformed(f"Something is hidden behind {entry.name}.")
        try:
            return content.decode()
        except UnicodeDecodeError as broken:
            raise Malformed(f"{entry.name} is no text.") from broken

    def events(self) -> Iterator[Event]:
        """Each event in the archive's order, its hash checked; whether they are chained is `verify`'s question."""
        for entry in self._events:
            raw = self._content(entry)
            event = decode_as(raw=raw, shape=Event)
            if event.json != raw or hash_hex(raw) != entry.name[:_HASH]:
                raise Malformed(f"{entry.name} is not what its name says.")
            yield event

    def data(self, digest: str) -> str:
        """The data that `digest` names, its hash checked."""
        entry = self._data.get(digest)
        if entry is None:
            raise Malformed(f"{digest}{DATA} is missing.")
        raw = self._content(entry)
        if hash_hex(raw) != digest:
            raise Malformed(f"{entry.name} is not what its name says.")
        return raw

    @property
    def names(self) -> frozenset[str]:
        """The hashes of all data in it."""
        return frozenset(self._data)


def _octal(field: bytes) -> int:
    """A number in a head. Python would read a sign, too: who follows a negative size never comes to the archive's end."""
    digits = field.rstrip(b"\0 ")
    if not digits.isdigit():
        raise ValueError("no octal number")
    return int(digits, 8)


def _end(entry: Entry) -> int:
    return entry.offset + entry.size + -entry.size % BLOCK


def payload_of(*, event: Event) -> str:
    """The hash of what an event refers to."""
    if isinstance(event.payload, msgspec.UnsetType):
        raise Malformed(f"The event {event.height} ({event.type.value}) refers to nothing.")
    return event.payload
