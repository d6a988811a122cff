"""Text files of any size, read line by line in blocks: UTF-8 or CP949, found out and not guessed from a name.

A record is a line. Quotation marks do not join lines: a mark that never closes would swallow the rest of a register.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 4 * 1024 * 1024
LONGEST_LINE = 64 * 1024
_BOM = codecs.BOM_UTF8


class LineTooLong(ValueError):
    """A line is longer than any record; the file is no register export. `position` is where it begins."""

    def __init__(self, position: int) -> None:
        super().__init__(f"The line at byte {position} is longer than {LONGEST_LINE} bytes.")
        self.position = position


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as bytes, the byte after them, and the number of the first one (the file's first line is 1)."""

    data: bytes
    position: int
    first_line: int

    @property
    def lines(self) -> int:
        """How many lines it has; the last one may lack its end."""
        return self.data.count(b"\n") + (not self.data.endswith(b"\n") and bool(self.data))


def detect_encoding(stream: BinaryIO) -> str:
    """`utf-8` when the whole stream is that (a byte-order mark does not matter), else `cp949`. Reads to the end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while data := stream.read(BLOCK):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp949"
    return "utf-8"


def read_blocks(stream: BinaryIO, *, position: int = 0, first_line: int = 1, size: int = BLOCK) -> Iterator[Block]:
    """Blocks of whole lines from `position` on. Raises LineTooLong.

    A newline byte is a newline in UTF-8 and in CP949 (whose second bytes begin at 0x41), so that lines are cut
    undecoded.
    """
    stream.seek(position)
    rest, line = b"", first_line
    while data := stream.read(size):
        data = rest + data
        cut = data.rfind(b"\n") + 1
        if not cut:
            if len(data) > max(LONGEST_LINE, size):
                raise LineTooLong(position)
            rest = data
            continue
        block = Block(data[:cut], position + cut, line)
        yield block
        position, line, rest = block.position, line + block.lines, data[cut:]
    if rest:
        yield Block(rest, position + len(rest), line)


def decode_lines(block: Block, *, encoding: str) -> tuple[list[str], list[int]]:
    """The lines as text without their ends, and the numbers of those that are no text (empty in the list).

    The byte-order mark of the first line is left out.
    """
    data = block.data.removeprefix(_BOM) if block.first_line == 1 else block.data
    try:
        return _split(data.decode(encoding)), []
    except UnicodeDecodeError:
        pass
    lines, broken = [], []
    for place, raw in enumerate(data.removesuffix(b"\n").split(b"\n")):
        try:
            lines.append(raw.removesuffix(b"\r").decode(encoding))
        except UnicodeDecodeError:
            lines.append("")
            broken.append(block.first_line + place)
    return lines, broken


def _split(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
