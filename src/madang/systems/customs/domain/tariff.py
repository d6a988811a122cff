"""The national tariff: lines of the nomenclature with their dated rates, read from a table with every fault listed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from madang.framework.values import Fault, Period
from madang.systems.customs.domain.duty import Duty, DutyUnreadable, read_duty

UNREADABLE = "customs.tariff.unreadable"


class TariffFaulty(ValueError):
    """A table of the tariff has faults; `faults` lists them all."""

    def __init__(self, *, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.place}: {fault.says}" for fault in faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One rate of one line: the regime that grants it ("A" basic, "C" WTO, "FUS1" Korea-US), its duty, when it stands."""

    regime: str
    duty: Duty
    period: Period
    cite: str
    source: str = ""
    origins: frozenset[str] = frozenset()  # a trade remedy names countries; empty: those of the regime
    supplier: str = ""  # a trade remedy may name one
    measure: str = ""  # of which measure for a time it is
    order: str = ""  # the quota that must admit the goods
    staging: str = ""  # of which base and category of a schedule it was made: "18% G"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the national tariff, with its names and every rate it ever had here."""

    code: str
    names: Mapping[str, str]  # by language
    unit: str  # of the statistics, UN/ECE Recommendation 20
    rates: tuple[Rate, ...] = ()
    words: str = ""  # what people call it, for the search

    def on(self, *, day: date) -> tuple[Rate, ...]:
        """The rates in force that day."""
        return tuple(rate for rate in self.rates if day in rate.period)

    def changes(self) -> tuple[date, ...]:
        """The days on which some rate begins or ends, in order."""
        days = {rate.period.start for rate in self.rates} | {rate.period.end for rate in self.rates if rate.period.end}
        return tuple(sorted(days))


@dataclass(frozen=True, eq=False)
class Tariff:
    """All lines of a country. Told apart as an object, not by its lines."""

    lines: Mapping[str, Line]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the lines in order."""
        return tuple(sorted(self.lines))

    def under(self, *, prefix: str) -> tuple[Line, ...]:
        """The lines whose code begins so, in order."""
        start = bisect_left(self.codes, prefix)
        return tuple(self.lines[code] for code in self.codes[start : bisect_left(self.codes, prefix + "~")])

    def with_rates(self, *, more: Mapping[str, Iterable[Rate]]) -> "Tariff":
        """With further rates of its lines. Raises TariffFaulty: a line is not held, or two rates of a kind stand at once."""
        faults: list[Fault] = []
        ready = dict(self.lines)
        for code, rates in more.items():
            if code not in ready:
                faults.append(Fault(f"staged.{code}", f"No line has the code '{code}'.", UNREADABLE))
                continue
            held = list(ready[code].rates)
            for rate in rates:
                _overlapping(rate, held, f"staged.{code}", faults)
                held.append(rate)
            ready[code] = replace(ready[code], rates=tuple(held))
        if faults:
            raise TariffFaulty(faults=tuple(faults))
        return Tariff(lines=ready)


def read_tariff(*, lines: Iterable[Mapping[str, str]], rates: Iterable[Mapping[str, str]], digits: int) -> Tariff:
    """The tariff of two tables. Raises TariffFaulty.

    Lines: code, unit, words, and a name in each language (name_ko, name_en). Rates: the columns that Korea Customs publishes
    (hsSgn, trrtTpcd, trrt, aplyStrtDt, aplyEndDt) under the names code, regime, rate, from, until, with cite, source,
    origins and supplier. `digits` is the length of a national code.
    """
    faults: list[Fault] = []
    found = _lines(lines, digits, faults)
    by_code: dict[str, list[Rate]] = defaultdict(list)
    for place, row in enumerate(rates, start=1):
        rate = _rate(row, f"rates[{place}]", faults)
        if row.get("code", "") not in found:
            faults.append(Fault(f"rates[{place}].code", f"No line has the code '{row.get('code')}'.", UNREADABLE))
        elif rate is not None:
            _overlapping(rate, by_code[row["code"]], f"rates[{place}]", faults)
            by_code[row["code"]].append(rate)
    if faults:
        raise TariffFaulty(faults=tuple(faults))
    ready = {
        code: Line(code=code, names=line.names, unit=line.unit, words=line.words, rates=tuple(by_code[code]))
        for code, line in found.items()
    }
    return Tariff(lines=ready)


def _lines(rows: Iterable[Mapping[str, str]], digits: int, faults: list[Fault]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for place, row in enumerate(rows, start=1):
        code = row.get("code") or ""
        if not (code.isascii() and code.isdigit() and len(code) == digits):
            faults.append(Fault(f"lines[{place}].code", f"'{code}' is no code of {digits} digits.", UNREADABLE))
        if code in found:
            faults.append(Fault(f"lines[{place}].code", f"'{code}' stands twice.", UNREADABLE))
        names = {key.removeprefix("name_"): text for key, text in row.items() if key.startswith("name_") and text}
        if not names:
            faults.append(Fault(f"lines[{place}].name", f"'{code}' has no name.", UNREADABLE))
        found[code] = Line(code=code, names=names, unit=row.get("unit") or "", words=row.get("words") or "")
    return found


def _rate(row: Mapping[str, str], place: str, faults: list[Fault]) -> Rate | None:
    before = len(faults)
    duty = _duty(row.get("rate") or "", place, faults)
    since, until = (_day(row.get(name) or "", f"{place}.{name}", faults) for name in ("from", "until"))
    if since is None:
        faults.append(Fault(f"{place}.from", "The day from which the rate stands is missing.", UNREADABLE))
    if since and until and until < since:
        faults.append(Fault(f"{place}.until", f"The rate ends ({until}) before it begins ({since}).", UNREADABLE))
    for name in ("regime", "cite"):
        if not row.get(name):
            faults.append(Fault(f"{place}.{name}", f"'{name}' is missing.", UNREADABLE))
    if len(faults) > before or duty is None or since is None:
        return None
    return Rate(
        regime=row["regime"],
        duty=duty,
        period=Period(since, until),
        cite=row["cite"],
        source=row.get("source") or "",
        origins=frozenset((row.get("origins") or "").split()),
        supplier=row.get("supplier") or "",
    )


def _duty(text: str, place: str, faults: list[Fault]) -> Duty | None:
    try:
        return read_duty(text=text)
    except DutyUnreadable as unreadable:
        faults.append(Fault(f"{place}.rate", str(unreadable), UNREADABLE))
        return None


def _day(text: str, place: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(Fault(place, f"'{text}' is no day.", UNREADABLE))
        return None


def _overlapping(rate: Rate, others: list[Rate], place: str, faults: list[Fault]) -> None:
    for other in others:
        same = (rate.regime, rate.origins, rate.supplier) == (other.regime, other.origins, other.supplier)
        if same and rate.period.overlaps(other.period):
            says = f"Two rates of '{rate.regime}' stand at once from {max(rate.period.start, other.period.start)}."
            faults.append(Fault(f"{place}.from", says, UNREADABLE))
