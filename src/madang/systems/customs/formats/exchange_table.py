"""Published rates of exchange of a week as rows: the Customs Service's 관세환율정보 (data.go.kr 15101230), as its
service answers (XML) or as a table with the same columns (CSV, XLSX).

currSgn     the currency           fxrt       won for one unit, of some currencies for a hundred ("(100)" in mtryUtNm)
aplyBgnDt   the Sunday from which  imexTp     1 export, 2 import; customs values are of imports
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from madang.framework.values import Fault
from madang.systems.customs.formats.refused import CannotBeRead
from madang.systems.customs.formats.sheet import read_sheet

UNREADABLE = "customs.table.unreadable"
COLUMNS = ("currSgn", "fxrt", "aplyBgnDt", "imexTp")
SUNDAY = 6
IMPORT, FINE = "2", "00"
_DAY = re.compile(r"(\d{4})[-.]?(\d{2})[-.]?(\d{2})")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True, kw_only=True)
class TakenRates:
    """Rates by week and currency as they were published; the currencies quoted for a hundred units; every fault."""

    rates: dict[date, dict[str, Decimal]] = field(default_factory=dict)
    by_hundred: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, says: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, says, UNREADABLE))


def rates_in(*, data: bytes) -> TakenRates:
    """What a publication says for imports. Raises CannotBeRead where it is none of the layout."""
    rows = _answer(data) if data.lstrip()[:1] == b"<" else read_sheet(data=data)
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if missing or not rows:
        says = [f"The column '{name}' is missing." for name in missing] or ["The publication has no row."]
        raise CannotBeRead(tuple(Fault("columns", one, UNREADABLE) for one in says))
    taken = TakenRates()
    _read(rows, taken)
    if not taken.rates and not taken.faults:
        taken.fault("imexTp", "No row is for imports (imexTp 2).")
    return taken


def _answer(data: bytes) -> list[Mapping[str, str]]:
    """The items of the service's answer; its own refusal is a fault."""
    try:
        root = etree.fromstring(data, parser=_SAFE)
    except etree.XMLSyntaxError as broken:
        raise CannotBeRead((Fault("file", f"The file is no XML: {broken.msg}.", UNREADABLE),)) from broken
    code = next((one.text for one in root.iter("resultCode")), FINE)
    if (code or "").strip() != FINE:
        said = next((one.text for one in root.iter("resultMsg")), "") or ""
        raise CannotBeRead((Fault("resultCode", f"The service refused: {code} {said.strip()[:100]}", UNREADABLE),))
    parents = (one.getparent() for one in root.iter("currSgn"))
    return [{str(cell.tag): (cell.text or "").strip() for cell in row} for row in parents if row is not None]


def _read(rows: Iterable[Mapping[str, str]], taken: TakenRates) -> None:
    for number, row in enumerate(rows, start=1):
        if row.get("imexTp") != IMPORT:
            continue
        place = f"row {number}"
        before = len(taken.faults)
        currency, week, worth = row["currSgn"], _week(row, place, taken), _worth(row, place, taken)
        if not re.fullmatch(r"[A-Z]{3}", currency):
            taken.fault(f"{place}.currSgn", f"'{currency[:10]}' is no currency.")
        if week is None or worth is None or len(taken.faults) > before:
            continue
        known = taken.rates.setdefault(week, {})
        # Countries that share a currency have a row each.
        if known.setdefault(currency, worth) != worth:
            taken.fault(
                f"{place}.fxrt", f"{currency} has two rates for the week from {week}: {known[currency]}, {worth}."
            )
        if "100" in row.get("mtryUtNm", ""):
            taken.by_hundred.add(currency)


def _week(row: Mapping[str, str], place: str, taken: TakenRates) -> date | None:
    text = row.get("aplyBgnDt", "")
    found = _DAY.fullmatch(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None:
        taken.fault(f"{place}.aplyBgnDt", f"'{text[:20]}' is no day.")
    elif day.weekday() != SUNDAY:
        taken.fault(f"{place}.aplyBgnDt", f"{day} is no Sunday, and a week of rates begins on one.")
        return None
    return day


def _worth(row: Mapping[str, str], place: str, taken: TakenRates) -> Decimal | None:
    text = row.get("fxrt", "")
    try:
        worth = Decimal(text.replace(",", ""))
    except InvalidOperation:
        worth = Decimal(0)
    if not worth.is_finite() or not 0 < worth < 10**6:
        taken.fault(f"{place}.fxrt", f"'{text[:20]}' is no rate of exchange.")
        return None
    return worth
