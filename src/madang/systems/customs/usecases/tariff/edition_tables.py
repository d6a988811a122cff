"""The tables of an edition as they are kept: lines and rates as CSV of the pack's form, compressed."""

import csv
import io
import zlib

from madang.systems.customs.domain.tariff import Tariff, read_tariff

BETWEEN = "\x00"


def packed(*, lines: str, rates: str) -> bytes:
    """Two tables in one."""
    return zlib.compress(f"{lines}{BETWEEN}{rates}".encode(), 6)


def unpacked(*, tables: bytes) -> Tariff:
    """The tariff that they make."""
    lines, _between, rates = zlib.decompress(tables).decode().partition(BETWEEN)
    read_lines, read_rates = (csv.DictReader(io.StringIO(text)) for text in (lines, rates))
    found = list(read_lines)
    return read_tariff(lines=found, rates=read_rates, digits=len(found[0]["code"]) if found else 0)
