"""Published rates of exchange become the pack's table of weeks: taken whole, or refused with every fault."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from madang.framework.law import pack
from madang.framework.values import Fault
from madang.systems.customs.domain.exchange_rates import NOT_CURRENCIES
from madang.systems.customs.formats.exchange_table import UNREADABLE, TakenRates, rates_in
from madang.systems.customs.formats.refused import CannotBeRead

TABLE = "customs/exchange_rates"
WEEK = timedelta(days=7)
MOST_TIMES = 2
"""How many times a rate of the week before a rate is at most: beyond that the publication counts in other units."""
REMARK = (
    "# Won for one unit (JPY, VND: for a hundred), for the week that begins on the Sunday named. "
    "A row without a source is GENERATED.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRates:
    """The table as a pack keeps it; the weeks that came, those that were corrected, those that took a generated one's place."""

    table: str
    added: tuple[date, ...]
    corrected: tuple[date, ...]
    replaced: tuple[date, ...]


def import_exchange_rates(*, data: Sequence[bytes], source: str, correction: str = "") -> ImportedRates:
    """The active country's table with the weeks of these publications. `source` is the key under which the pack's
    `sources.yaml` names the publication; `correction` says why weeks that stand are corrected. Raises CannotBeRead with every
    fault."""
    rows = {date.fromisoformat(row["week"]): dict(row) for row in pack().table(TABLE)}
    if not rows:
        raise CannotBeRead((Fault("table", f"The pack of {pack().code} has no table of weekly rates.", UNREADABLE),))
    taken = _joined(data)
    faults = list(taken.faults)
    if source not in (pack().data("sources") or {}):
        faults.append(Fault("source", f"'{source[:40]}' stands not in the pack's sources.yaml.", UNREADABLE))
    kinds = _merge(rows, taken, source, correction, faults)
    faults.extend(_gaps(rows))
    faults.extend(_jumps(rows, taken))
    if faults:
        raise CannotBeRead(tuple(faults))
    return ImportedRates(table=_written(rows), **{name: tuple(sorted(weeks)) for name, weeks in kinds.items()})


def _joined(data: Sequence[bytes]) -> TakenRates:
    """All publications together; one week stands in one of them."""
    whole = TakenRates()
    for number, one in enumerate(data, start=1):
        taken = rates_in(data=one)
        whole.faults.extend(taken.faults)
        whole.by_hundred.update(taken.by_hundred)
        for week, rates in taken.rates.items():
            if whole.rates.setdefault(week, rates) != rates:
                whole.fault(f"file {number}", f"The week from {week} stands in two files with other rates.")
    return whole


def _merge(
    rows: dict[date, dict[str, str]], taken: TakenRates, source: str, correction: str, faults: list[Fault]
) -> dict[str, list[date]]:
    kinds: dict[str, list[date]] = {"added": [], "corrected": [], "replaced": []}
    held = [name for name in next(iter(rows.values())) if name not in NOT_CURRENCIES]
    for week, rates in sorted(taken.rates.items()):
        faults.extend(
            Fault(f"{week}.{one}", f"The table holds {one}, and the week from {week} has no rate of it.", UNREADABLE)
            for one in held
            if one not in rates
        )
        faults.extend(
            Fault(f"{week}.{one}", f"{one} is new here and quoted for a hundred: say so in the law first.", UNREADABLE)
            for one in sorted(taken.by_hundred & rates.keys() - set(held))
        )
        before = rows.get(week)
        kind = _kind(before, rates)
        if kind == "corrected" and not correction.strip():
            says = f"Other rates stand for the week from {week}: give the reason of a correction."
            faults.append(Fault(f"{week}", says, UNREADABLE))
        if kind:
            kinds[kind].append(week)
            note = correction.strip() if kind == "corrected" else (before or {}).get("note", "")
            rows[week] = {one: f"{worth:f}" for one, worth in rates.items()} | {"source": source, "note": note}
    return kinds


def _kind(before: Mapping[str, str] | None, rates: Mapping[str, Decimal]) -> str:
    """What becomes of a week; nothing where it says what stands."""
    if before is None:
        return "added"
    if not before.get("source"):
        return "replaced"
    same = all(before.get(one) and Decimal(before[one]) == worth for one, worth in rates.items())
    return "" if same else "corrected"


def _gaps(rows: Mapping[date, object]) -> list[Fault]:
    weeks = sorted(rows)
    return [
        Fault("weeks", f"Between {one} and {after} a week is missing.", UNREADABLE)
        for one, after in pairwise(weeks)
        if after - one != WEEK
    ]


def _jumps(rows: Mapping[date, Mapping[str, str]], taken: TakenRates) -> list[Fault]:
    """A rate that is more than twice or less than half the week's before; a generated week says nothing."""
    faults = []
    for week, rates in sorted(taken.rates.items()):
        before = rows.get(week - WEEK, {})
        for one, worth in rates.items() if before.get("source") else ():
            known = Decimal(before.get(one) or worth)
            if not known <= worth * MOST_TIMES or not worth <= known * MOST_TIMES:
                says = f"{one} was {known:f} the week before and is {worth:f}: other units?"
                faults.append(Fault(f"{week}.{one}", says, UNREADABLE))
    return faults


def _written(rows: Mapping[date, Mapping[str, str]]) -> str:
    names = dict.fromkeys(name for row in rows.values() for name in row if name not in NOT_CURRENCIES)
    told = io.StringIO()
    told.write(REMARK)
    table = csv.DictWriter(told, fieldnames=["week", *names, "source", "note"], restval="", lineterminator="\n")
    table.writeheader()
    table.writerows({**row, "week": week.isoformat()} for week, row in sorted(rows.items()))
    return told.getvalue()
