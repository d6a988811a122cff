"""A table in a file as rows of text: CSV (UTF-8 or, as Korean offices write it, CP949) or the first sheet of an XLSX."""

import csv
import io
import re
import struct
import zipfile
import zlib

from madang.framework.bulk import safe_xml
from madang.framework.bulk.safe_xml import Element
from madang.framework.values import Fault
from madang.systems.customs.formats.refused import CannotBeRead

LARGEST = 200 * 1024 * 1024  # unpacked, one part of a workbook
MOST_ROWS = 2_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]{1,3})\d+")


def read_sheet(*, data: bytes) -> list[dict[str, str]]:
    """The rows below the first one, which names the columns. Raises CannotBeRead."""
    cells = _workbook(data) if data[:2] == b"PK" else _text(data)
    rows = [row for row in cells if any(text.strip() for text in row)]
    if not rows or len(rows) > MOST_ROWS:
        raise _refused(f"The table has no row, or more than {MOST_ROWS}.")
    names = [name.strip() for name in rows[0]]
    return [dict(zip(names, (text.strip() for text in row), strict=False)) for row in rows[1:]]


def _refused(says: str) -> CannotBeRead:
    return CannotBeRead((Fault("file", says, "customs.table.unreadable"),))


def _text(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise _refused("The file is neither text in UTF-8 or CP949 nor a workbook.")


def _workbook(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            shared = _shared(book)
            first = min(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
            sheet = _part(book, first)
    except CannotBeRead:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        KeyError,
        ValueError,
        EOFError,
        OSError,
        RuntimeError,
    ) as fault:
        raise _refused("The workbook cannot be read.") from fault
    return [_row(row, shared) for row in sheet.iter(f"{_MAIN}row")]


def _part(book: zipfile.ZipFile, name: str) -> Element:
    if book.getinfo(name).file_size > LARGEST:
        raise _refused("A part of the workbook is too large.")
    return safe_xml.read(data=book.read(name), largest=LARGEST)


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    found = _part(book, "xl/sharedStrings.xml")
    return ["".join(text.text or "" for text in one.iter(f"{_MAIN}t")) for one in found.iter(f"{_MAIN}si")]


def _row(row: Element, shared: list[str]) -> list[str]:
    texts: list[str] = []
    for cell in row.iter(f"{_MAIN}c"):
        place = _PLACE.match(cell.get("r") or "")
        column = _number(place[1]) if place else len(texts)
        texts += [""] * (column - len(texts))
        texts.append(_cell(cell, shared))
    return texts


def _cell(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    value = cell.find(f"{_MAIN}v")
    said = (value.text or "") if value is not None else ""
    if cell.get("t") != "s":
        return said
    if not said.isdigit() or int(said) >= len(shared):
        raise _refused("A cell of the workbook names a text that it does not hold.")
    return shared[int(said)]


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1
