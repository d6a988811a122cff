"""A catalogue as CSV: UTF-8, a header with the names of the fields, a row an item."""

import csv
import io

from madang.systems.procurement.domain.catalogue import FIELDS, MOST_ROWS, Raw
from madang.systems.procurement.formats.catalogue_file import LARGEST, NotACatalogue

LONGEST_CELL = 1000


def read(*, data: bytes) -> tuple[Raw, ...]:
    """The rows with the number of their line. Raises NotACatalogue. One row beyond the most is kept, so that it is told."""
    if len(data) > LARGEST:
        raise NotACatalogue(("file", "too_large"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotACatalogue(("file", "not_utf8")) from None
    if "\x00" in text:
        raise NotACatalogue(("file", "not_text"))
    rows: list[Raw] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if sorted(header) != sorted(FIELDS):
            raise NotACatalogue(("file", "header"))
        for cells in reader:
            if any(cells):
                rows.append(_row(f"line {reader.line_num}", header, cells))
            if len(rows) > MOST_ROWS:
                break
    except csv.Error:
        raise NotACatalogue((f"line {reader.line_num}", "not_csv")) from None
    return tuple(rows)


def _row(place: str, header: list[str], cells: list[str]) -> Raw:
    if len(cells) != len(header):
        raise NotACatalogue((place, "cells"))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise NotACatalogue((place, "cell_too_long"))
    return Raw(place=place, says={name: cell.strip() for name, cell in zip(header, cells, strict=True)})
