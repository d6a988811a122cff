"""Lists of a spending unit: contracts to commit, claims to verify (CSV in UTF-8, columns named in the first line)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from madang.systems.treasury.domain.classification import Problem
from madang.systems.treasury.formats.csv_rows import minor_of, read_rows

PROMISES = ("line", "payee", "account", "holder", "purpose", "amount")
CLAIMS = ("commitment", "invoice", "amount", "due_on")
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """A row of contracts: the budget line by its code, and what is promised to whom."""

    place: str
    line: str
    payee: str
    account: str
    holder: str
    purpose: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A row of claims: the commitment by its number, and what is owed on which invoice by when."""

    place: str
    commitment: str
    invoice: str
    minor: int
    due_on: date | None


def read_promises(*, data: bytes, digits: int) -> tuple[list[PromiseRow], list[Problem]]:
    """The rows that can be read, and every fault of the others; amounts in a currency of so many decimals."""
    rows, faults = read_rows(data=data, columns=PROMISES, most=MOST_ROWS)
    made = []
    for place, row in rows:
        found = _missing(row, place, ("line", "payee", "account", "purpose"))
        minor = minor_of(written=row.get("amount", ""), digits=digits)
        if minor is None:
            found.append(_amount_unfit(row, place, digits))
        faults += found
        if not found and minor is not None:
            cells = {name: row.get(name, "") for name in PROMISES if name != "amount"}
            made.append(PromiseRow(place=place, minor=minor, **cells))
    return made, faults


def read_claims(*, data: bytes, digits: int) -> tuple[list[ClaimRow], list[Problem]]:
    """As `read_promises`; a claim without a day is due when it can be paid."""
    rows, faults = read_rows(data=data, columns=CLAIMS, most=MOST_ROWS)
    made = []
    for place, row in rows:
        found = _missing(row, place, ("commitment", "invoice"))
        minor, due = minor_of(written=row.get("amount", ""), digits=digits), row.get("due_on", "")
        if minor is None:
            found.append(_amount_unfit(row, place, digits))
        if due and _day(due) is None:
            found.append(Problem("day_unfit", place, {"day": due[:40]}))
        faults += found
        if not found and minor is not None:
            names = {"commitment": row["commitment"], "invoice": row["invoice"]}
            made.append(ClaimRow(place=place, minor=minor, due_on=_day(due), **names))
    return made, faults


def _missing(row: Mapping[str, str], place: str, needed: tuple[str, ...]) -> list[Problem]:
    return [Problem("cell_missing", place, {"column": name}) for name in needed if not row.get(name)]


def _amount_unfit(row: Mapping[str, str], place: str, digits: int) -> Problem:
    return Problem("amount_unfit", place, {"amount": row.get("amount", "")[:40], "digits": digits})


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
