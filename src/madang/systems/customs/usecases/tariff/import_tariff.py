"""A published tariff table becomes the pack's tables of lines and rates: taken whole, or refused with every fault."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madang.framework.law import pack
from madang.framework.values import Fault
from madang.systems.customs.domain.nomenclature import positions
from madang.systems.customs.domain.regimes import regimes, tariff
from madang.systems.customs.domain.tariff import TariffFaulty, read_tariff
from madang.systems.customs.formats.refused import CannotBeRead
from madang.systems.customs.formats.sheet import read_sheet
from madang.systems.customs.formats.tariff_table import LAYOUTS, UNREADABLE, Taken, Wanted

RATES = ("code", "regime", "rate", "from", "until", "cite", "source", "origins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The two tables as a pack keeps them, how much stands in them, and what was left out, by reason."""

    lines: str
    rates: str
    line_count: int
    rate_count: int
    left_out: Mapping[str, int]


def import_tariff(*, data: bytes, layout: str, source: str, digits: int) -> Imported:
    """The tables for the active country's pack; `source` is the key under which its `sources.yaml` names the publication.
    Raises CannotBeRead with every fault: of a faulty table nothing is taken."""
    columns, reader = LAYOUTS[layout]
    rows = read_sheet(data=data)
    missing = [name for name in columns if rows and name not in rows[0]]
    if missing:
        raise CannotBeRead(tuple(Fault("columns", f"The column '{name}' is missing.", UNREADABLE) for name in missing))
    taken: Taken = reader(rows=rows, wanted=_wanted(digits))
    if taken.faults:
        raise CannotBeRead(tuple(taken.faults))
    known = regimes()
    rates = [rate | {"cite": known[rate["regime"]].cite, "source": source} for rate in taken.rates]
    lines = [_line(code) for code in sorted({rate["code"] for rate in rates})]
    try:
        read_tariff(lines=lines, rates=rates, digits=digits)
    except TariffFaulty as faulty:
        raise CannotBeRead(faulty.faults) from None
    names = (*(f"name_{one}" for one in _languages()), "words")
    return Imported(
        lines=_written(("code", "unit", *names), lines),
        rates=_written(RATES, rates),
        line_count=len(lines),
        rate_count=len(rates),
        left_out=dict(taken.left_out),
    )


def _wanted(digits: int) -> Wanted:
    known = regimes()
    return Wanted(
        regimes=frozenset(known),
        remedies=frozenset(one.code for one in known.values() if one.adds),
        digits=digits,
        units={line.code: line.unit for line in tariff().lines.values()},
        basic=next(iter(known)),
    )


def _languages() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*pack().languages, "en")))


def _line(code: str) -> dict[str, str]:
    """A line that the pack holds keeps its names; another has those of its subheading, as the nomenclature gives them."""
    held = tariff().lines.get(code)
    if held is not None:
        return {"code": code, "unit": held.unit, "words": held.words} | {
            f"name_{one}": held.names.get(one, "") for one in _languages()
        }
    above = next((positions()[code[:size]] for size in (6, 4, 2) if code[:size] in positions()), None)
    return {"code": code, "unit": "KGM", "words": ""} | {
        f"name_{one}": above.names.get(one, "") if above else "" for one in _languages()
    }


def _written(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    told = io.StringIO()
    table = csv.DictWriter(told, fieldnames=columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows({name: row.get(name, "") for name in columns} for row in rows)
    return told.getvalue()
