"""A catalogue as CSV: UTF-8, a header with the names of the fields, a row an item."""

import csv
import io

from madang.systems.procurement.domain.catalogue import FIELDS, MOST_ROWS, Raw

LARGEST = 5 * 1024 * 1024
LONGEST_CELL = 1000


class CsvRefused(ValueError):
    """The file is no such list; `faults` says why, each (place, code)."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__(", ".join(code for _place, code in faults))
        self.faults = faults


def read(*, data: bytes) -> tuple[Raw, ...]:
    """The rows with the number of their line. Raises CsvRefused. One row beyond the most is kept, so that it is told."""
    if len(data) > LARGEST:
        raise CsvRefused(("file", "too_large"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CsvRefused(("file", "not_utf8")) from None
    if "\x00" in text:
        raise CsvRefused(("file", "not_text"))
    rows: list[Raw] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if sorted(header) != sorted(FIELDS):
            raise CsvRefused(("file", "header"))
        for cells in reader:
            if any(cells):
                rows.append(_row(f"line {reader.line_num}", header, cells))
            if len(rows) > MOST_ROWS:
                break
    except csv.Error:
        raise CsvRefused((f"line {reader.line_num}", "not_csv")) from None
    return tuple(rows)


def _row(place: str, header: list[str], cells: list[str]) -> Raw:
    if len(cells) != len(header):
        raise CsvRefused((place, "cells"))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise CsvRefused((place, "cell_too_long"))
    return Raw(place=place, says={name: cell.strip() for name, cell in zip(header, cells, strict=True)})
