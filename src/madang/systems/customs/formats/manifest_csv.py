"""A manifest as a table (CSV in UTF-8): a row is a line of goods under a bill, or an empty container; the voyage is said beside
it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from madang.systems.customs.domain.lodging import MOST_FAULTS, Wrong
from madang.systems.customs.domain.manifest import (
    Bill,
    Call,
    CargoLine,
    CargoParty,
    Container,
    Conveyance,
    Direction,
    Function,
    Manifest,
    MasterBill,
    Mode,
    PortCall,
    Role,
    Seal,
    Stowed,
)

NEEDED = ("master", "loading", "discharge", "description", "packages", "package_kind", "gross_mass")
COLUMNS = (
    *("master", "house", "loading", "discharge", "delivery", "description", "commodity", "packages", "package_kind"),
    *(
        "gross_mass",
        "container",
        "size_type",
        "seal",
        "consignor",
        "consignee",
        "consignee_number",
        "forwarder",
        "marks",
    ),
)
# What a line of leaving goods says besides: by which export, or under which bill its goods came.
LEAVING_COLUMNS = (*COLUMNS, "export", "arrived_under")
MOST_CELL = 400
LARGEST = 24 * 1024 * 1024
OF_CONTAINER = frozenset({"container", "size_type", "seal"})
# What stands once for a bill, on each of its rows alike.
OF_BILL = ("loading", "discharge", "delivery", "consignor", "consignee", "consignee_number", "forwarder")


class TableFaulty(Exception):
    """The table cannot be read; every fault."""

    def __init__(self, *faults: Wrong) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


@dataclass(frozen=True, kw_only=True)
class Voyage:
    """What the table does not say: the lodger's number, the ship or aircraft, the voyage, the port, when it arrives or
    leaves."""

    reference: str
    mode: Mode
    carrier: str
    conveyance_number: str
    conveyance_name: str
    voyage: str
    port: str
    reported_at: datetime
    office: str = ""
    last_port: str = ""
    next_port: str = ""
    arrives_at: datetime | None = None
    departs_at: datetime | None = None
    direction: Direction = Direction.IMPORT
    """Of leaving goods, `port` is the port of departure."""
    function: Function = Function.ORIGINAL
    reason: str = ""
    """Why an earlier one is replaced, changed or cancelled."""


Row = dict[str, str]
One = TypeVar("One", Bill, MasterBill)


def read(*, data: bytes, voyage: Voyage) -> Manifest:
    """The manifest. Raises TableFaulty."""
    return from_rows(rows=list(_rows(data)), voyage=voyage)


def from_rows(*, rows: list[tuple[int, Row]], voyage: Voyage) -> Manifest:
    """The manifest that numbered rows say, each with a text for every column. Raises TableFaulty."""
    if not rows and voyage.function is not Function.CANCEL:
        raise TableFaulty(Wrong("file", "empty"))
    wrong: list[Wrong] = []
    by_bill: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for number, row in rows:
        if is_empty_container(row):
            continue
        by_bill.setdefault((row["master"], row["house"]), []).append((number, row))
    bills: dict[str, list[Bill]] = {}
    masters: dict[str, MasterBill] = {}
    for (master, house), own in by_bill.items():
        _same(own, wrong)
        if house:
            bills.setdefault(master, []).append(_bill(Bill, house, own, wrong))
        else:
            masters[master] = _bill(MasterBill, master, own, wrong)
    if wrong:
        raise TableFaulty(*wrong[:MOST_FAULTS])
    return _manifest(
        voyage, _containers(rows), _joined(list(dict.fromkeys(master for master, _house in by_bill)), masters, bills)
    )


def is_empty_container(row: Row, /) -> bool:
    """Whether the row lists a container that is carried empty: it says nothing but the container's number, type and seals."""
    return bool(row["container"]) and not any(row[name] for name in row if name not in OF_CONTAINER)


def _joined(order: list[str], masters: dict[str, MasterBill], houses: dict[str, list[Bill]]) -> tuple[MasterBill, ...]:
    found = []
    for number in order:
        below = tuple(houses.get(number, ()))
        own = masters.get(number)
        first = own or below[0]
        found.append(
            MasterBill(
                number=number,
                loading=first.loading,
                discharge=first.discharge,
                delivery=first.delivery,
                parties=own.parties if own else (),
                goods=own.goods if own else (),
                houses=below,
            )
        )
    return tuple(found)


def _rows(data: bytes) -> Iterator[tuple[int, Row]]:
    if len(data) > LARGEST:
        raise TableFaulty(Wrong("file", "not_table", f"> {LARGEST // (1024 * 1024)} MB"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise TableFaulty(Wrong("file", "not_table", f"byte {fault.start + 1}")) from None
    if "\0" in text:
        raise TableFaulty(Wrong("file", "not_table", "NUL"))
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [cell.strip().lower() for cell in next(lines, [])]
        if any(name not in head for name in NEEDED) or len(set(head)) != len(head):
            raise TableFaulty(Wrong("file", "header", ", ".join(NEEDED)))
        for number, cells in enumerate(lines, 2):
            if any(cell.strip() for cell in cells):
                named = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
                yield number, {name: named.get(name, "") for name in LEAVING_COLUMNS}
    except csv.Error as fault:
        raise TableFaulty(Wrong("file", "not_table", str(fault)[:80])) from None


def _same(own: list[tuple[int, Row]], wrong: list[Wrong]) -> None:
    first = own[0][1]
    for number, row in own[1:]:
        wrong.extend(Wrong(f"rows[{number}].{name}", "mixed") for name in OF_BILL if row[name] != first[name])


def _bill(kind: type[One], number: str, own: list[tuple[int, Row]], wrong: list[Wrong]) -> One:
    first = own[0][1]
    parties = [
        CargoParty(role=role, name=name or number_of, number=number_of)
        for role, name, number_of in (
            (Role.CONSIGNOR, first["consignor"], ""),
            (Role.CONSIGNEE, first["consignee"], first["consignee_number"]),
            (Role.FORWARDER, "", first["forwarder"]),
        )
        if name or number_of
    ]
    return kind(
        number=number,
        loading=first["loading"],
        discharge=first["discharge"],
        delivery=first["delivery"],
        parties=tuple(parties),
        goods=tuple(_line(place, row_number, row, wrong) for place, (row_number, row) in enumerate(own, 1)),
    )


def _line(place: int, number: int, row: Row, wrong: list[Wrong]) -> CargoLine:
    packages = _number(row["packages"], f"rows[{number}].packages", wrong)
    if packages != packages.to_integral_value():
        wrong.append(Wrong(f"rows[{number}].packages", "packages", row["packages"][:20]))
    wrong.extend(Wrong(f"rows[{number}].{name}", "text", str(MOST_CELL)) for name in row if len(row[name]) > MOST_CELL)
    return CargoLine(
        line=place,
        description=row["description"],
        packages=int(packages),
        package_kind=row["package_kind"],
        gross_mass=_number(row["gross_mass"], f"rows[{number}].gross_mass", wrong),
        marks=(row["marks"],) if row["marks"] else (),
        commodity=row["commodity"],
        stowed=(Stowed(container=row["container"], packages=int(packages)),) if row["container"] else (),
        export=row.get("export", ""),
        arrived_under=row.get("arrived_under", ""),
    )


def _number(text: str, place: str, wrong: list[Wrong]) -> Decimal:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    # More than any ship carries; a longer one would only cost time to reckon with.
    if not found.is_finite() or abs(found.adjusted()) > 12:
        wrong.append(Wrong(place, "number", text[:20]))
        return Decimal(0)
    return found


def _containers(rows: list[tuple[int, Row]]) -> tuple[Container, ...]:
    """Each once, as its first row says; an empty one is told as often as it stands there."""
    found: dict[str, Container] = {}
    empties: list[Container] = []
    for _number_of, row in rows:
        number = row["container"]
        if not number:
            continue
        seals = tuple(Seal(number=one) for one in row["seal"].split())
        told = Container(number=number, size_type=row["size_type"], seals=seals, full=not is_empty_container(row))
        if not told.full:
            empties.append(told)
        else:
            found.setdefault(number, told)
    return (*found.values(), *empties)


def _manifest(voyage: Voyage, containers: tuple[Container, ...], bills: tuple[MasterBill, ...]) -> Manifest:
    leaving = voyage.direction is Direction.EXPORT
    told = (
        (voyage.last_port, Call.LAST),
        (voyage.port, Call.DEPARTURE if leaving else Call.ARRIVAL),
        (voyage.next_port, Call.NEXT),
    )
    calls = [
        PortCall(place=place, kind=kind) for place, kind in told if place or kind in {Call.ARRIVAL, Call.DEPARTURE}
    ]
    return Manifest(
        number=voyage.reference,
        function=voyage.function,
        reason=voyage.reason,
        mode=voyage.mode,
        direction=voyage.direction,
        reported_at=voyage.reported_at,
        office=voyage.office,
        carrier=voyage.carrier,
        conveyance=Conveyance(number=voyage.conveyance_number, name=voyage.conveyance_name),
        voyage=voyage.voyage,
        calls=tuple(calls),
        arrives_at=voyage.arrives_at,
        departs_at=voyage.departs_at,
        containers=containers,
        bills=bills,
    )
