"""Files of invoice rows: CSV in UTF-8, or the first sheet of a workbook (XLSX, ECMA-376)."""

from madang.framework.bulk.sheets import NotATable, day_of, lines_of
from madang.systems.tax.domain.invoice_rows import COLUMNS, NEEDED, Row, column_named

MOST_ROWS = 20_000


def read(*, data: bytes) -> list[Row]:
    """The rows below the head. Raises NotATable."""
    lines = lines_of(data=data)
    try:
        head = next(lines)
    except StopIteration:
        raise NotATable("empty") from None
    columns = [column_named(head=one) for one in head]
    if any(name not in columns for name in NEEDED) or len(set(columns) & set(COLUMNS)) != sum(
        name in COLUMNS for name in columns
    ):
        raise NotATable("header", ", ".join(NEEDED))
    rows: list[Row] = []
    for number, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise NotATable("too_many_rows", str(MOST_ROWS))
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
        rows.append(Row(number=number, cells=named | {"written_on": day_of(cell=named.get("written_on", "").strip())}))
    if not rows:
        raise NotATable("empty")
    return rows
