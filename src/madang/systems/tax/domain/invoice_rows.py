"""Rows of a file as invoices: a row is a line; rows with one `ref` are one invoice. Every fault of every row is found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from madang.systems.tax.domain.einvoicing import CATEGORIES, Draft, DraftLine, Wrong, faults_of
from madang.systems.tax.domain.invoice import VatCategory

NEEDED = ("ref", "written_on", "buyer", "item", "quantity", "price")
OPTIONAL = ("category", "net", "tax", "note", "settled")
COLUMNS = (*NEEDED, *OPTIONAL)
# What the columns may be called as well, so that a file of a Korean program needs no new head.
KOREAN = {
    "번호": "ref",
    "작성일자": "written_on",
    "공급받는자": "buyer",
    "품목": "item",
    "수량": "quantity",
    "단가": "price",
    "구분": "category",
    "공급가액": "net",
    "세액": "tax",
    "비고": "note",
    "영수": "settled",
}
CATEGORY_WORDS = {"": "S", "과세": "S", "영세율": "Z", "영세": "Z", "면세": "E"}
LONGEST_REF = 50
LONGEST_CELL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file, numbered as a spreadsheet numbers it; a cell that is not there is empty."""

    number: int
    cells: dict[str, str]

    def cell(self, name: str) -> str:
        """The cell without spaces around it."""
        return self.cells.get(name, "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong with a row."""

    row: int
    field: str
    code: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """A sound invoice of the file and where it begins."""

    ref: str
    row: int
    rows: int
    draft: Draft


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The sound invoices of a file, and every fault of the others."""

    sound: tuple[Grouped, ...]
    faults: tuple[RowFault, ...]
    wrong_rows: int
    """How many rows are of an invoice with a fault."""


def column_named(*, head: str) -> str:
    """The column that a head means; itself where it means none."""
    plain = head.strip().lower()
    return KOREAN.get(plain, plain)


def judge(*, rows: Iterable[Row], seller: str, rate: Decimal, digits: int, today: date) -> Judged:
    """All rows, by invoice. An invoice with one fault in one row is not sound as a whole."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.cell("ref") or f"\0{row.number}", []).append(row)
    sound: list[Grouped] = []
    faults: list[RowFault] = []
    wrong = 0
    for ref, members in groups.items():
        draft, found = _draft(ref, members, digits)
        if draft and not found:
            judged = faults_of(draft=draft, seller=seller, rate=rate, digits=digits, today=today)
            found = [_placed(one, members) for one in judged]
        if draft and not found:
            sound.append(Grouped(ref=ref, row=members[0].number, rows=len(members), draft=draft))
        else:
            faults.extend(found)
            wrong += len(members)
    return Judged(sound=tuple(sound), faults=tuple(sorted(faults, key=lambda one: one.row)), wrong_rows=wrong)


def _placed(wrong: Wrong, members: Sequence[Row]) -> RowFault:
    """The fault at the row that its line stands in."""
    head, _dot, rest = wrong.place.partition(".")
    line, _dot, name = rest.partition(".")
    place = int(line) - 1 if head == "lines" and line.isdigit() else 0
    field = {"name": "item"}.get(name, name) or head
    return RowFault(row=members[place].number, field=field, code=wrong.code, value=wrong.value)


def _draft(ref: str, members: list[Row], digits: int) -> tuple[Draft | None, list[RowFault]]:
    faults: list[RowFault] = []
    first = members[0]
    for row in members:
        faults += [RowFault(row=row.number, field=name, code="missing") for name in NEEDED if not row.cell(name)]
    if len(ref) > LONGEST_REF or not ref.lstrip("\0").isprintable():
        faults.append(RowFault(row=first.number, field="ref", code="text", value=str(LONGEST_REF)))
    shared = ("written_on", "buyer", "category", "note", "settled")
    faults += [
        RowFault(row=row.number, field=name, code="mixed")
        for row in members[1:]
        for name in shared
        if row.cell(name) != first.cell(name)
    ]
    category = CATEGORY_WORDS.get(first.cell("category"), first.cell("category"))
    if category not in {one.value for one in CATEGORIES}:
        faults.append(RowFault(row=first.number, field="category", code="category", value=category[:LONGEST_CELL]))
    written_on = _day(first, faults)
    lines = [_line(row, faults) for row in members]
    net, tax = _total(members, "net", digits, faults), _total(members, "tax", digits, faults)
    if faults or written_on is None:
        return None, faults
    draft = Draft(
        written_on=written_on,
        buyer="".join(sign for sign in first.cell("buyer") if sign.isalnum())[:21],
        category=VatCategory(category),
        lines=tuple(lines),
        note=first.cell("note"),
        settled=first.cell("settled").lower() in {"1", "y", "yes", "o", "영수"},
        net=net,
        tax=tax,
    )
    return draft, faults


def _day(row: Row, faults: list[RowFault]) -> date | None:
    text = row.cell("written_on").replace(".", "-").replace("/", "-")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(RowFault(row=row.number, field="written_on", code="no_day", value=text[:LONGEST_CELL]))
        return None


def _line(row: Row, faults: list[RowFault]) -> DraftLine:
    return DraftLine(
        name=row.cell("item"),
        quantity=_number(row, "quantity", faults) or Decimal(0),
        price=_number(row, "price", faults) or Decimal(0),
    )


def _number(row: Row, name: str, faults: list[RowFault]) -> Decimal | None:
    text = row.cell(name).replace(",", "")
    if not text:
        return None
    try:
        number = Decimal(text) if len(text) <= LONGEST_CELL and text.isascii() else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        faults.append(RowFault(row=row.number, field=name, code="no_number", value=text[:LONGEST_CELL]))
        return None
    return number


def _total(members: list[Row], name: str, digits: int, faults: list[RowFault]) -> int | None:
    """What the rows say in all; nothing where none of them says it. A row that says none says nothing of its part."""
    said = [number for row in members if (number := _number(row, name, faults)) is not None]
    if not said:
        return None
    # An exponent that is too large to be an amount would be written out digit by digit.
    if any(one and one.adjusted() > 18 for one in said):
        faults.append(RowFault(row=members[0].number, field=name, code="too_large", value=""))
        return None
    return int(sum(said, Decimal(0)).scaleb(digits))
