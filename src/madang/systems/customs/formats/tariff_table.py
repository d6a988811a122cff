"""Published tariff tables as rows of rates.

kcs    the Customs Service's tariff (data.go.kr 15051179, XLSX): 품목번호, 관세율구분, 관세율, 단위당세액, 기준가격,
       적용국가구분, 용도세율구분, 적용개시일, 적용만료일
wits   UNCTAD TRAINS as WITS gives it (SDMX): REPORTER, PARTNER, PRODUCTCODE, TIME_PERIOD, OBS_VALUE, TARIFFTYPE, MIN_RATE,
       MAX_RATE

What the tables say and our rates cannot say is no guess: it is a fault, or it is left out and counted.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from madang.framework.bulk.sheets import day_of
from madang.framework.values import Fault

UNREADABLE = "customs.table.unreadable"
MIXED = frozenset({"W1", "W2", "U"})  # conceded farm goods: the higher of the percentage and the amount
FOREVER = date(9999, 12, 31)
_DAY = re.compile(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:\.0| 00:00:00)?")
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a table gave: rates by the pack's columns; what was left out, by reason; every fault."""

    rates: list[dict[str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, says: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, says, UNREADABLE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the pack takes: its kinds of rates (those that remedies add apart), its digits, the units of its lines."""

    regimes: frozenset[str]
    remedies: frozenset[str]
    digits: int
    units: Mapping[str, str]
    basic: str


def rates_of_kcs(*, rows: Iterable[Row], wanted: Wanted) -> Taken:
    """The Customs Service's table."""
    taken = Taken()
    for number, row in enumerate(rows, start=2):
        place = f"row {number}"
        regime = row.get("관세율구분", "")
        if regime in wanted.remedies:
            taken.left_out[f"{regime}: a trade remedy; it belongs to measures.csv"] += 1
        elif regime and regime not in wanted.regimes:
            taken.left_out[f"{regime}: a kind of rate that the pack does not know"] += 1
        elif row.get("용도세율구분"):
            taken.left_out["a rate for an end use"] += 1
        elif row.get("기준가격"):
            taken.left_out["a duty by a reference price"] += 1
        else:
            _take(taken, place, _kcs_row(row, place, wanted, taken))
    return taken


def rates_of_wits(*, rows: Iterable[Row], wanted: Wanted) -> Taken:
    """TRAINS: a subheading whose lines bear several rates has an average, which is no rate."""
    taken = Taken()
    for number, row in enumerate(rows, start=2):
        place = f"row {number}"
        if row.get("PARTNER", "000") != "000" or row.get("TARIFFTYPE", "MFN") != "MFN":
            taken.left_out["a preference, whose agreement the table does not name"] += 1
        elif row.get("MIN_RATE") != row.get("MAX_RATE"):
            taken.left_out["a subheading with several rates: an average is no rate"] += 1
        else:
            _take(taken, place, _wits_row(row, place, wanted, taken))
    return taken


LAYOUTS: Mapping[str, tuple[tuple[str, ...], Callable[..., Taken]]] = {
    "kcs": (("품목번호", "관세율구분", "관세율", "적용개시일", "적용만료일"), rates_of_kcs),
    "wits": (("PARTNER", "PRODUCTCODE", "TIME_PERIOD", "OBS_VALUE", "MIN_RATE", "MAX_RATE"), rates_of_wits),
}
"""The columns without which a table is none of that layout, and its reader."""


def _take(taken: Taken, place: str, rate: dict[str, str] | None) -> None:
    if rate is not None:
        taken.rates.append(rate)


def _kcs_row(row: Row, place: str, wanted: Wanted, taken: Taken) -> dict[str, str] | None:
    before = len(taken.faults)
    code = _code(row.get("품목번호", ""), place, wanted, taken)
    regime = row.get("관세율구분", "")
    if not regime:
        taken.fault(f"{place}.관세율구분", "The kind of rate is missing.")
    rate = _kcs_rate(row, place, wanted.units.get(code, "KGM"), taken)
    since, until = (_day(row.get(name, ""), f"{place}.{name}", taken) for name in ("적용개시일", "적용만료일"))
    if len(taken.faults) > before or since is None or until is None:
        return None
    if until < since:
        taken.fault(f"{place}.적용만료일", f"The rate ends ({until}) before it begins ({since}).")
        return None
    ends = "" if until >= FOREVER else (until + timedelta(days=1)).isoformat()
    return {"code": code, "regime": regime, "rate": rate, "from": since.isoformat(), "until": ends}


def _kcs_rate(row: Row, place: str, unit: str, taken: Taken) -> str:
    percent, amount = (_number(row.get(name, ""), f"{place}.{name}", taken) for name in ("관세율", "단위당세액"))
    if percent is None and amount is None:
        taken.fault(f"{place}.관세율", "The row has neither a percentage nor an amount for a unit.")
    if percent is not None and amount:
        if row.get("관세율구분", "") not in MIXED:
            taken.fault(
                f"{place}.단위당세액", "A percentage and an amount stand together, and the kind does not say which."
            )
        return f"max({_written(percent)}%, {_written(amount)}/{unit})"
    if amount:
        return f"{_written(amount)}/{unit}"
    return f"{_written(percent)}%" if percent else "free"


def _wits_row(row: Row, place: str, wanted: Wanted, taken: Taken) -> dict[str, str] | None:
    before = len(taken.faults)
    code = _code(row.get("PRODUCTCODE", ""), place, wanted, taken)
    percent = _number(row.get("OBS_VALUE", ""), f"{place}.OBS_VALUE", taken)
    year = row.get("TIME_PERIOD", "")
    if not (year.isdigit() and len(year) == 4):
        taken.fault(f"{place}.TIME_PERIOD", f"'{year}' is no year.")
    if percent is None:
        taken.fault(f"{place}.OBS_VALUE", "The rate is missing.")
    if len(taken.faults) > before or percent is None:
        return None
    span = {"from": f"{year}-01-01", "until": f"{int(year) + 1}-01-01"}
    return {"code": code, "regime": wanted.basic, "rate": f"{_written(percent)}%" if percent else "free"} | span


def _code(text: str, place: str, wanted: Wanted, taken: Taken) -> str:
    code = re.sub(r"[.\- ]", "", text).removesuffix("\u200b")
    if not (code.isascii() and code.isdigit() and 0 < len(code) <= wanted.digits):
        taken.fault(f"{place}.code", f"'{text[:20]}' is no code of {wanted.digits} digits.")
    # A workbook that kept codes as numbers lost the zero before them.
    return code.zfill(wanted.digits) if wanted.digits - len(code) == 1 else code.ljust(wanted.digits, "0")


def _day(text: str, place: str, taken: Taken) -> date | None:
    found = _DAY.fullmatch(day_of(cell=text))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    taken.fault(place, f"'{text[:20]}' is no day.")
    return None


def _number(text: str, place: str, taken: Taken) -> Decimal | None:
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found < 0:
        taken.fault(place, f"'{text[:20]}' is no rate.")
        return None
    return found


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"
