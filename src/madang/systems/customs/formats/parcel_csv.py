"""A courier's list as a table (CSV in UTF-8, a row a parcel)."""

import csv
import io
from dataclasses import dataclass

COLUMNS = (
    *("waybill", "code", "name", "phone", "address", "seller", "ordered_on", "commodity", "description", "quantity"),
    *("price", "currency", "net_mass", "sent_from", "own_use"),
)
# May be left out; empty then.
OPTIONAL = ("regular_rate",)
LARGEST = 10 * 1024 * 1024
MOST_CELL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFaulty(Exception):
    """It is no such table: a code of what is wrong, and what was found."""

    code: str
    value: str = ""


def read(*, data: bytes) -> list[dict[str, str]]:
    """Its rows, each with a text for every column, also for those that may be left out. Raises TableFaulty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableFaulty(code="not_utf8") from None
    if "\0" in text:
        raise TableFaulty(code="not_utf8")
    table = csv.DictReader(io.StringIO(text, newline=""), restval="", restkey="")
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise TableFaulty(code="columns", value=", ".join(missing))
    try:
        return [{name: str(row.get(name, ""))[:MOST_CELL].strip() for name in (*COLUMNS, *OPTIONAL)} for row in table]
    except csv.Error as fault:
        raise TableFaulty(code="not_csv", value=str(fault)[:100]) from None
