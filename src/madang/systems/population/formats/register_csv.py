"""A resident register as CSV: one person a row, a heading in Korean or English, fields parted by commas (RFC 4180,
but a record never spans lines). Written in UTF-8 with a byte-order mark, read in UTF-8 or CP949."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("주민등록번호", "resident_number", "number"),
    "name": ("성명", "이름", "name"),
    "hanja_name": ("한자성명", "hanja_name"),
    "latin_name": ("로마자성명", "latin_name"),
    "birth_on": ("생년월일", "birth_on"),
    "sex": ("성별", "sex"),
    "nationality": ("국적", "nationality"),
    "household": ("세대번호", "household"),
    "relation": ("세대주와의관계", "세대주관계", "relation"),
    "division": ("행정구역코드", "division"),
    "address": ("주소", "address"),
    "postcode": ("우편번호", "postcode"),
    "moved_in_on": ("전입일", "moved_in_on"),
    "number_issued_on": ("번호부여일", "number_issued_on"),
    "registered_base": ("등록기준지", "registered_base"),
}
REQUIRED = ("number", "name", "birth_on", "sex", "household", "relation", "division", "address", "moved_in_on")
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


class NoHeading(ValueError):
    """The first line does not name the columns. `missing` are required ones, `unknown` what it has instead."""

    def __init__(self, *, missing: Sequence[str], unknown: Sequence[str]) -> None:
        super().__init__(f"missing: {', '.join(missing)}; unknown: {', '.join(unknown)}")
        self.missing = tuple(missing)
        self.unknown = tuple(unknown)


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A line that is no row: its number, the permanent code of why, and values for the sentence."""

    line: int
    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as text, with their line numbers in the column `line`, and the lines that are none."""

    frame: pl.DataFrame
    unread: tuple[UnreadRow, ...]


def read_heading(text: str) -> tuple[str, ...]:
    """Our names of the columns, in the file's order; an unknown column is named `-` and left out. Raises NoHeading."""
    cells = _cells(text) or []
    names = ["".join(cell.split()).lower() for cell in cells]
    columns = tuple(_NAMES.get(name, "-") for name in names)
    missing = [COLUMNS[name][0] for name in REQUIRED if name not in columns]
    repeated = [name for name in set(columns) - {"-"} if columns.count(name) > 1]
    if missing or repeated:
        unknown = [cell for cell, column in zip(cells, columns, strict=True) if column == "-"]
        raise NoHeading(missing=missing or repeated, unknown=unknown)
    return columns


def _cells(line: str) -> list[str] | None:
    """The fields of a line with quotation marks; None where they do not close."""
    if '"' not in line:
        return line.split(",")
    try:
        rows = list(csv.reader([line], strict=True))
    except csv.Error:
        return None
    return rows[0] if rows else []


def read_rows(
    lines: Sequence[str], *, columns: Sequence[str], first_line: int, undecodable: Iterable[int] = ()
) -> Rows:
    """The rows of these lines. Blank lines are passed over; whoever is no row is told."""
    broken = set(undecodable)
    unread = [UnreadRow(line, "population.row.undecodable", {}) for line in sorted(broken)]
    numbers: list[int] = []
    cells: list[list[str]] = []
    expected = len(columns)
    for number, line in enumerate(lines, start=first_line):
        if number in broken or not line.strip(", \t"):
            continue
        found = _cells(line)
        if found is None:
            unread.append(UnreadRow(number, "population.row.quotes", {}))
        elif len(found) != expected:
            values = {"found": str(len(found)), "expected": str(expected)}
            unread.append(UnreadRow(number, "population.row.columns", values))
        elif not line.isprintable() and any(ord(symbol) < 32 or symbol == "\x7f" for symbol in line):
            unread.append(UnreadRow(number, "population.row.unprintable", {}))
        else:
            numbers.append(number)
            cells.append(found)
    return Rows(_frame(numbers, cells, columns), tuple(sorted(unread, key=lambda one: one.line)))


def _frame(numbers: list[int], cells: list[list[str]], columns: Sequence[str]) -> pl.DataFrame:
    by_column = list(zip(*cells, strict=True)) if cells else [() for _ in columns]
    known = {name: values for name, values in zip(columns, by_column, strict=True) if name != "-"}
    data = {"line": pl.Series(numbers, dtype=pl.Int64)}
    for name in COLUMNS:
        values = known.get(name)
        series = pl.Series(name, values, dtype=pl.String) if values is not None else None
        data[name] = (
            series.str.strip_chars() if series is not None else pl.Series(name, [""] * len(numbers), dtype=pl.String)
        )
    return pl.DataFrame(data)


def heading(*, language: str = "ko") -> str:
    """The heading as we write it."""
    return ",".join(names[0] if language == "ko" else names[-1] for names in COLUMNS.values())


def write_rows(rows: Iterable[Mapping[str, str]], *, language: str = "ko") -> str:
    """The rows under a heading, as text."""

    out = io.StringIO()
    out.write(heading(language=language) + "\r\n")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([row.get(name, "") for name in COLUMNS])
    return out.getvalue()
