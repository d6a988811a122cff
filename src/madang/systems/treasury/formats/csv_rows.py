"""A table that somebody sent (CSV in UTF-8, its columns named in the first line), before anyone asks what its rows mean."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice

from madang.systems.treasury.domain.classification import Problem

# Far above any state's balance, and far below what the journal's sums hold.
LARGEST = 10**17
Row = tuple[str, dict[str, str]]


def read_rows(*, data: bytes, columns: Sequence[str], most: int) -> tuple[list[Row], list[Problem]]:
    """Each row that is not blank, as its line number and its cells by column; a file that is no such table has one fault and
    no rows."""
    try:
        text = data.decode("utf-8-sig")
        # One line more than may be: what is beyond is not read.
        lines = list(islice(csv.reader(io.StringIO(text, newline=""), strict=True), most + 2))
    except (UnicodeDecodeError, csv.Error):
        return [], [Problem("unreadable", "1")]
    # No text of the database holds it.
    if "\0" in text:
        return [], [Problem("unreadable", "1")]
    head = [cell.strip() for cell in lines[0]] if lines else []
    if not set(columns) <= set(head):
        return [], [Problem("columns_missing", "1", {"columns": ", ".join(columns)})]
    if len(lines) > most + 1:
        return [], [Problem("too_many", str(most + 2), {"most": most})]
    return [
        (str(number), {name: cell.strip() for name, cell in zip(head, cells, strict=False)})
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ], []


def minor_of(*, written: str, digits: int) -> int | None:
    """Smallest units of a plain decimal above nothing; None where it is none."""
    if not written.isascii() or not written.replace(".", "", 1).isdigit() or len(written) > 40:
        return None
    try:
        scaled = Decimal(written).scaleb(digits)
    except InvalidOperation:
        return None
    whole = scaled == scaled.to_integral_value() and 0 < scaled <= LARGEST
    return int(scaled) if whole else None
