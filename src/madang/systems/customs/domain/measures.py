"""Measures for a time upon the tariff: what is charged beside a duty or in its place, on goods of some origin, by supplier.

A country's pack holds those of published regulations; officials enter others. Their rates join those of the lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from madang.framework.values import Fault, Period
from madang.systems.customs.domain.duty import Duty, DutyUnreadable, orders_of, read_duty
from madang.systems.customs.domain.tariff import UNREADABLE, Line, Rate, TariffFaulty


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: its kind (a regime of the country), the goods by the beginnings of their codes, their origins (none: all),
    the rate of each supplier that it names and of all others (none: nothing for them), its days, the regulation."""

    code: str
    regime: str
    titles: Mapping[str, str]
    prefixes: tuple[str, ...]
    origins: frozenset[str]
    suppliers: tuple[tuple[str, Duty], ...]
    others: Duty | None
    period: Period
    cite: str
    source: str = ""
    order: str = ""  # the quota that must admit the goods; empty: none is asked

    def covers(self, *, commodity: str) -> bool:
        """Whether it is for goods of this line."""
        return commodity.startswith(self.prefixes)

    def rates(self) -> tuple[Rate, ...]:
        """As rates of a line."""
        told = [*self.suppliers, *((("", self.others),) if self.others is not None else ())]
        return tuple(
            Rate(
                regime=self.regime,
                duty=duty,
                period=self.period,
                cite=self.cite,
                source=self.source,
                origins=self.origins,
                supplier=supplier,
                measure=self.code,
                order=self.order,
            )
            for supplier, duty in told
        )


def with_measures(*, line: Line, measures: Iterable[Measure]) -> Line:
    """The line with the rates of the measures that cover it."""
    more = tuple(rate for one in measures if one.covers(commodity=line.code) for rate in one.rates())
    return replace(line, rates=(*line.rates, *more)) if more else line


def orders_on(*, line: Line, day: date) -> frozenset[str]:
    """The quotas that may admit goods of the line that day."""
    named = {rate.order for rate in line.on(day=day)} - {""}
    return frozenset(named).union(*(orders_of(duty=rate.duty) for rate in line.on(day=day)))


def read_measures(*, rows: Iterable[Mapping[str, str]], languages: Sequence[str]) -> tuple[Measure, ...]:
    """The measures of a table with a row for each supplier; the row without one is for all others. Raises TariffFaulty.

    Columns: measure, supplier, rate, regime, prefixes and origins (words), from, until (the first day without it), order, cite,
    source, and a title in each of the languages (title_ko). What all rows of a measure share stands in each of them.
    """
    faults: list[Fault] = []
    found: dict[str, Measure] = {}
    for place, row in enumerate(rows, start=1):
        one = _read(row, f"measures[{place}]", languages, faults)
        if one is not None:
            found[one.code] = _joined(found.get(one.code), one, f"measures[{place}]", faults)
    if faults:
        raise TariffFaulty(faults=tuple(faults))
    return tuple(found.values())


def _read(row: Mapping[str, str], place: str, languages: Sequence[str], faults: list[Fault]) -> Measure | None:
    before = len(faults)
    for name in ("measure", "regime", "prefixes", "from", "rate", "cite"):
        if not row.get(name):
            faults.append(Fault(f"{place}.{name}", f"'{name}' is missing.", UNREADABLE))
    duty, period = _duty(row, place, faults), _period(row, place, faults)
    if len(faults) > before or duty is None or period is None:
        return None
    supplier = row.get("supplier") or ""
    return Measure(
        code=row["measure"],
        regime=row["regime"],
        titles={one: row[f"title_{one}"] for one in languages if row.get(f"title_{one}")},
        prefixes=tuple(row["prefixes"].split()),
        origins=frozenset((row.get("origins") or "").split()),
        suppliers=((supplier, duty),) if supplier else (),
        others=None if supplier else duty,
        period=period,
        cite=row["cite"],
        source=row.get("source") or "",
        order=row.get("order") or "",
    )


def _joined(before: Measure | None, one: Measure, place: str, faults: list[Fault]) -> Measure:
    if before is None:
        return one
    if replace(before, suppliers=(), others=None) != replace(one, suppliers=(), others=None):
        faults.append(Fault(place, f"Rows of '{one.code}' disagree in what they share.", UNREADABLE))
    if one.others is not None and before.others is not None:
        faults.append(Fault(place, f"'{one.code}' has two rates for all others.", UNREADABLE))
    return replace(before, suppliers=(*before.suppliers, *one.suppliers), others=one.others or before.others)


def _duty(row: Mapping[str, str], place: str, faults: list[Fault]) -> Duty | None:
    try:
        return read_duty(text=row.get("rate") or "free")
    except DutyUnreadable as unreadable:
        faults.append(Fault(f"{place}.rate", str(unreadable), UNREADABLE))
        return None


def _period(row: Mapping[str, str], place: str, faults: list[Fault]) -> Period | None:
    try:
        start = date.fromisoformat(row.get("from") or "")
        until = row.get("until") or ""
        return Period(start, date.fromisoformat(until) if until else None)
    except ValueError:
        faults.append(Fault(f"{place}.from", "The days from and until which it stands cannot be read.", UNREADABLE))
        return None
