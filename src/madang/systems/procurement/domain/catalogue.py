"""What a catalogue file may say: every row is read, and every fault of every row is told. Plain Python."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from madang.systems.procurement.domain.units import is_unit

FIELDS = ("code", "title", "unspsc", "class_title", "unit", "price", "minimum", "maximum", "delivery_days")
MOST_ROWS = 5000
LARGEST_PRICE = 10**14
LARGEST_QUANTITY = Decimal(10**9)
LONGEST = {"code": 40, "title": 200, "class_title": 140}
_UNSPSC = re.compile(r"[0-9]{8}")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,3})?")
_DAYS = re.compile(r"[0-9]{1,3}")
LONGEST_DELIVERY = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A row as a file has it: its place and what it says by field."""

    place: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row that can stand in a catalogue."""

    code: str
    title: str
    unspsc: str
    class_title: str
    unit: str
    minor: int
    minimum: Decimal
    maximum: Decimal
    delivery_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One fault: the row's place, the field, and the fault's code."""

    place: str
    field: str
    code: str


def entries_of(*, rows: Iterable[Raw], digits: int) -> tuple[tuple[Entry, ...], tuple[Wrong, ...]]:
    """The rows that are good, and every fault of the others; `digits` are the decimals of the currency."""
    found: list[Entry] = []
    wrong: list[Wrong] = []
    seen: set[str] = set()
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            wrong.append(Wrong(place=row.place, field="", code="too_many"))
            break
        faults = [*_faults(row, digits), *([("code", "twice")] if row.says.get("code", "") in seen else [])]
        wrong += [Wrong(place=row.place, field=field, code=code) for field, code in faults]
        seen.add(row.says.get("code", ""))
        if not faults:
            found.append(_entry(row, digits))
    if not found and not wrong:
        wrong.append(Wrong(place="file", field="", code="empty"))
    return tuple(found), tuple(wrong)


def _faults(row: Raw, digits: int) -> Iterable[tuple[str, str]]:
    yield from _text_faults(row.says)
    yield from _number_faults(row.says, digits)
    if not _UNSPSC.fullmatch(row.says.get("unspsc", "")):
        yield "unspsc", "unspsc"
    if not is_unit(code=row.says.get("unit", "")):
        yield "unit", "unit"


def _text_faults(said: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for field, longest in LONGEST.items():
        text = said.get(field, "")
        if not text and field != "class_title":
            yield field, "missing"
        elif len(text) > longest:
            yield field, "too_long"
        elif not text.isprintable():
            yield field, "unprintable"


def _number_faults(said: Mapping[str, str], digits: int) -> Iterable[tuple[str, str]]:
    price = number(text=said.get("price", ""), digits=digits)
    if price is None or not 0 < price.scaleb(digits) <= LARGEST_PRICE:
        yield "price", "price"
    least, most = (number(text=said.get(field, ""), digits=3) for field in ("minimum", "maximum"))
    for field, quantity in (("minimum", least), ("maximum", most)):
        if quantity is None or not 0 < quantity <= LARGEST_QUANTITY:
            yield field, "quantity"
    if least is not None and most is not None and most < least:
        yield "maximum", "below_minimum"
    if not _DAYS.fullmatch(said.get("delivery_days", "")) or not 1 <= int(said["delivery_days"]) <= LONGEST_DELIVERY:
        yield "delivery_days", "days"


def number(*, text: str, digits: int) -> Decimal | None:
    """A plain number with at most so many decimals; None where it is none. No sign, no exponent, no grouping."""
    if not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found == found.quantize(Decimal(1).scaleb(-digits)) else None


def _entry(row: Raw, digits: int) -> Entry:
    said = row.says
    return Entry(
        code=said["code"],
        title=said["title"],
        unspsc=said["unspsc"],
        class_title=said.get("class_title", ""),
        unit=said["unit"],
        minor=int(Decimal(said["price"]).scaleb(digits)),
        minimum=Decimal(said["minimum"]),
        maximum=Decimal(said["maximum"]),
        delivery_days=int(said["delivery_days"]),
    )
