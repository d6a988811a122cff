"""Files of institutions' reports: one line a person and kind, `resident_number,kind,amount`.

A record is a line. Whatever is wrong with a line is told with its place and a permanent code; a line is never kept here.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from madang.systems.tax.domain.filing import COUNTS, MOST_MINOR

COLUMNS = ("resident_number", "kind", "amount")
LONGEST_LINE = 400
BLOCK = 500
MOST_ROWS = 200_000
_AMOUNT = re.compile(r"-?\d{1,20}")


class NotReports(ValueError):
    """The file has no heading with the three columns, or is no text."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of one line."""

    line: int
    place: str
    code: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line that says something: whose number, which fact, how much."""

    line: int
    resident_number: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines: the good rows, the faults, and the byte and line after them."""

    rows: tuple[ReportRow, ...]
    faults: tuple[Fault, ...]
    position: int
    line: int


def read_blocks(
    data: bytes, *, position: int, line: int, kinds: frozenset[str], digits: int, number_length: int
) -> Iterator[Block]:
    """Blocks of lines from `position` on, where `line` lines were read. `digits` are the currency's. Raises NotReports."""
    if position == 0:
        end = _end(data, 0)
        if _heading(data[:end]) != COLUMNS:
            raise NotReports
        position, line = end, 1
    while position < len(data):
        rows: list[ReportRow] = []
        faults: list[Fault] = []
        for _place in range(BLOCK):
            if position >= len(data):
                break
            end = _end(data, position)
            raw, line = data[position:end], line + 1
            position = end
            if raw.strip():
                found = _row(raw, line=line, kinds=kinds, digits=digits, number_length=number_length)
                rows.extend(one for one in found if isinstance(one, ReportRow))
                faults.extend(one for one in found if isinstance(one, Fault))
        yield Block(rows=tuple(rows), faults=tuple(faults), position=position, line=line)


def _end(data: bytes, start: int) -> int:
    found = data.find(b"\n", start)
    return len(data) if found < 0 else found + 1


def _heading(raw: bytes) -> tuple[str, ...]:
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise NotReports from None
    return tuple(name.strip().lower() for name in text.split(","))


def _row(raw: bytes, *, line: int, kinds: frozenset[str], digits: int, number_length: int) -> list[ReportRow | Fault]:
    if len(raw) > LONGEST_LINE:
        return [Fault(line, "", "too_long")]
    try:
        fields = next(csv.reader([raw.decode().rstrip("\r\n")]), [])
    except (UnicodeDecodeError, csv.Error):
        return [Fault(line, "", "unreadable")]
    if len(fields) != len(COLUMNS):
        return [Fault(line, "", "columns")]
    number, kind, amount = (field.strip() for field in fields)
    bare = number.replace("-", "").replace(" ", "")
    faults: list[ReportRow | Fault] = []
    if len(bare) != number_length or not bare.isascii() or not bare.isalnum():
        faults.append(Fault(line, "resident_number", "number"))
    if kind not in kinds or kind in COUNTS:
        faults.append(Fault(line, "kind", "kind"))
    minor = _minor(amount, digits)
    if isinstance(minor, str):
        faults.append(Fault(line, "amount", minor))
        return faults
    return faults or [ReportRow(line, bare, kind, minor)]


def _minor(text: str, digits: int) -> int | str:
    """Smallest units, or what is wrong with the amount."""
    whole, point, part = text.partition(".")
    if not _AMOUNT.fullmatch(whole) or (point and not (part.isascii() and part.isdigit() and len(part) <= digits)):
        return "amount"
    if whole.startswith("-"):
        return "negative"
    minor = int(whole + part.ljust(digits, "0"))
    return "absurd" if minor > MOST_MINOR else minor
