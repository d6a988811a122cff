"""The published list of UNSPSC as a table: comma or tab between the columns, one commodity a line, in UTF-8.

Two spellings are read: that of UNSPSC's own list (`Segment`, `Segment Title`, … `Commodity`, `Commodity Title`, with or without
definitions) and that of O*NET's excerpt of it (`Commodity Code`, `Commodity Title`, … `Segment Code`, `Segment Title`;
onetcenter.org, dictionary of the database, "UNSPSC Reference").
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

LEVELS = ("Segment", "Family", "Class", "Commodity")
CODE = re.compile(r"[0-9]{8}")
LARGEST, LONGEST_TITLE = 100 * 1024 * 1024, 200


class NotUnspsc(ValueError):
    """The file is no list of UNSPSC; the text says where it fails."""


def read_unspsc(*, data: bytes) -> dict[str, str]:
    """By code the title, of all four levels: 43000000, 43210000, 43211500, 43211503. Raises NotUnspsc."""
    if len(data) > LARGEST:
        raise NotUnspsc("the file is too large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUnspsc("the file is not in UTF-8") from error
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text[:2000] else ",")
    try:
        places = _columns(rows)
        return _titles(rows, places)
    except csv.Error as error:
        raise NotUnspsc(f"line {rows.line_num} is no row of a table") from error


def _columns(rows: Iterator[list[str]]) -> list[tuple[int, int]]:
    """Where each level has its code and its title. What stands above the heads of the columns is passed over."""
    for row in rows:
        heads = [one.strip().casefold() for one in row]
        found = [
            (_place(heads, (level, f"{level} Code")), _place(heads, (f"{level} Title", f"{level} Name")))
            for level in LEVELS
        ]
        if all(code is not None and title is not None for code, title in found):
            return [(code, title) for code, title in found if code is not None and title is not None]
    raise NotUnspsc("no line names the columns of segment, family, class and commodity with their titles")


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heads.index(name.casefold()) for name in names if name.casefold() in heads), None)


def _titles(rows: Iterator[list[str]], places: Sequence[tuple[int, int]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        for code_at, title_at in places:
            if not any(row) or (max(code_at, title_at) < len(row) and not row[code_at].strip()):
                # An empty line, or a row of a wider level.
                continue
            if max(code_at, title_at) >= len(row):
                raise NotUnspsc(f"row {number} under the heads is cut short")
            code, title = row[code_at].strip(), " ".join(row[title_at].split())
            if not CODE.fullmatch(code) or not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
                raise NotUnspsc(f"row {number} under the heads has no code of eight digits with a title")
            found[code] = title
    if not found:
        raise NotUnspsc("the list is empty")
    return found
