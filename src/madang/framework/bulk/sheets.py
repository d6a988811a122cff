"""Tables that people send: CSV in UTF-8, or the first sheet of a workbook (XLSX, ECMA-376)."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

from madang.framework.bulk import safe_xml
from madang.framework.values.archives import NO_ZIP

LARGEST = 8 * 1024 * 1024
UNPACKED = 24 * 1024 * 1024
MOST_CELL = 1_000
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
# Day 0 of a workbook's calendar, as it counts from March 1900 on.
_DAY_ZERO = date(1899, 12, 30)


class NotATable(Exception):
    """The file as a whole cannot be read; `code` and `value` say why."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value
        super().__init__(code)


def lines_of(*, data: bytes, largest: int = LARGEST, unpacked: int = UNPACKED) -> Iterator[list[str]]:
    """Every line, cell by cell, the head first; `largest` and `unpacked` are the most bytes of the file and of a part of a
    workbook. Raises NotATable, also while it is read."""
    if len(data) > largest:
        raise NotATable("not_table", f"> {largest // (1024 * 1024)} MB")
    yield from _workbook(data, unpacked) if data[:2] == b"PK" else _text(data)


def _text(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotATable("not_table", f"byte {fault.start + 1}") from None
    if "\0" in text:
        raise NotATable("not_table", "NUL")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as fault:
        raise NotATable("not_table", str(fault)[:80]) from None


def _workbook(data: bytes, most: int) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            strings = _strings(_member(book, "xl/sharedStrings.xml", most, needed=False), most)
            sheet = _member(book, "xl/worksheets/sheet1.xml", most)
    except NO_ZIP:
        raise NotATable("not_table", "XLSX") from None
    for row in _parsed(sheet, most).iter(f"{SHEET}row"):
        cells: list[str] = []
        for cell in row.iter(f"{SHEET}c"):
            place = _column(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_value(cell, strings))
        yield cells


def _member(book: zipfile.ZipFile, name: str, most: int, *, needed: bool = True) -> bytes:
    """A part of the archive; a bomb is not unpacked further than its limit, whatever it says of itself."""
    if name not in book.namelist():
        if needed:
            raise NotATable("not_table", name)
        return b""
    with book.open(name) as part:
        found = part.read(most + 1)
    if len(found) > most:
        raise NotATable("not_table", f"{name} > {most // (1024 * 1024)} MB")
    return found


def _parsed(data: bytes, most: int) -> safe_xml.Element:
    try:
        return safe_xml.read(data=data, largest=most)
    except safe_xml.XmlRefused as fault:
        raise NotATable("not_table", str(fault)[:80]) from None


def _strings(data: bytes, most: int) -> list[str]:
    if not data:
        return []
    return [
        "".join(one.text or "" for one in item.iter(f"{SHEET}t")) for item in _parsed(data, most).iter(f"{SHEET}si")
    ]


def _column(reference: str, following: int) -> int:
    """The column's place from nothing on; a cell without a reference follows the one before it."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return following
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - 64
    return max(place - 1, following)


def _value(cell: safe_xml.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(one.text or "" for one in cell.iter(f"{SHEET}t"))[: MOST_CELL + 1]
    text = (cell.findtext(f"{SHEET}v") or "").strip()
    if kind == "s":
        return strings[int(text)] if text.isdigit() and len(text) < 8 and int(text) < len(strings) else ""
    return text[: MOST_CELL + 1]


def day_of(*, cell: str) -> str:
    """A day as a workbook counts it, as year-month-day; anything else stays as it is."""
    whole, _point, rest = cell.partition(".")
    if whole.isascii() and whole.isdigit() and len(whole) == 5 and not rest.strip("0"):
        return (_DAY_ZERO + timedelta(days=int(whole))).isoformat()
    return cell
