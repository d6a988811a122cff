"""A published table as rows of text by column: CSV (UTF-8 or CP949, as Korean offices write it) or an XLSX's first sheet."""

from itertools import islice

from madang.framework.bulk.sheets import NotATable, lines_of
from madang.framework.values import Fault
from madang.systems.customs.formats.refused import CannotBeRead

LARGEST = 100 * 1024 * 1024
UNPACKED = 400 * 1024 * 1024  # a tariff of ten thousand lines with twenty rates each is some hundred megabytes
MOST_ROWS = 2_000_000


def read_sheet(*, data: bytes) -> list[dict[str, str]]:
    """The rows below the first one, which names the columns. Raises CannotBeRead."""
    try:
        told = lines_of(data=_in_utf8(data), largest=LARGEST, unpacked=UNPACKED)
        rows = list(islice((row for row in told if any(text.strip() for text in row)), MOST_ROWS + 2))
    except NotATable as fault:
        raise _refused(f"The file is neither text in UTF-8 or CP949 nor a workbook: {fault.value}.") from fault
    if not rows or len(rows) > MOST_ROWS + 1:
        raise _refused(f"The table has no row, or more than {MOST_ROWS}.")
    names = [name.strip() for name in rows[0]]
    return [dict(zip(names, (text.strip() for text in row), strict=False)) for row in rows[1:]]


def _in_utf8(data: bytes) -> bytes:
    if data[:2] == b"PK":
        return data
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("cp949").encode()
        except UnicodeDecodeError:
            return data
    return data


def _refused(says: str) -> CannotBeRead:
    return CannotBeRead((Fault("file", says, "customs.table.unreadable"),))
