"""Financial statements: lines of the pack's layout filled from sums by account (IPSAS 1, 2 and 24). Plain Python."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from madang.systems.treasury.domain.chart import Account

# Debits less credits by account and fund, in the state's currency.
Sums = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a statement: one figure a column."""

    code: str
    titles: Mapping[str, str]
    figures: tuple[int, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement: its name, the clause it is laid out by, titles of its columns, rows."""

    name: str
    titles: Mapping[str, str]
    cite: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[str, ...] = field(default=())

    def figure(self, *, code: str, column: int = 0) -> int:
        """The figure of a line."""
        return next(row.figures[column] for row in self.rows if row.code == code)


def by_line(*, sums: Sums, account: Callable[[str], Account], chosen: Callable[[Account], bool]) -> dict[str, int]:
    """Debits less credits by statement line, of the accounts that are `chosen`."""
    found: dict[str, int] = {}
    for (code, _fund), minor in sums.items():
        one = account(code)
        if chosen(one):
            found[one.line] = found.get(one.line, 0) + minor
    return found


def position(*, sums: Sums, account: Callable[[str], Account]) -> dict[str, int]:
    """Lines of the statement of financial position (IPSAS 1.88); revenue and expense not closed yet are the surplus."""
    found = by_line(sums=sums, account=account, chosen=lambda one: not one.temporary)
    open_result = by_line(sums=sums, account=account, chosen=lambda one: one.temporary)
    return {**found, "surplus": sum(open_result.values())}


def performance(*, sums: Sums, account: Callable[[str], Account]) -> dict[str, int]:
    """Lines of the statement of financial performance (IPSAS 1.102)."""
    return by_line(sums=sums, account=account, chosen=lambda one: one.temporary)


def changes(*, before: Sums, after: Sums, during: Sums, account: Callable[[str], Account]) -> dict[str, int]:
    """Changes in net assets (IPSAS 1.118): opening, result, what went past the result, closing."""

    def net(sums: Sums) -> int:
        return -sum(
            minor for (code, _fund), minor in sums.items() if account(code).temporary or account(code).kind == "equity"
        )

    result = -sum(minor for (code, _fund), minor in during.items() if account(code).temporary)
    opening, closing = net(before), net(after)
    return {"net_assets_opening": opening, "result": result, "adjustments": closing - opening - result}


def cash_flow(*, before: Sums, during: Sums, account: Callable[[str], Account]) -> dict[str, int]:
    """Lines of the cash flow statement by the direct method (IPSAS 2.27), from the cash book."""
    found = by_line(sums=during, account=account, chosen=lambda one: one.temporary)
    opening = by_line(sums=before, account=account, chosen=lambda one: one.line == "cash_held")
    return {**found, "cash_opening": sum(opening.values())}


def lay_out(*, layout: Mapping[str, Any], columns: Sequence[Mapping[str, int]]) -> tuple[Row, ...]:
    """Rows of a layout, one figure for each column's lines."""
    figures: dict[str, tuple[int, ...]] = {}
    rows = []
    for line in layout["lines"]:
        code = str(line["code"])
        if "sum" in line:
            made = tuple(
                sum(_signed(part) * figures[part.lstrip("-")][index] for part in line["sum"])
                for index in range(len(columns))
            )
        else:
            made = tuple(int(line.get("sign", 1)) * column.get(code, 0) for column in columns)
        figures[code] = made
        rows.append(Row(code=code, titles=dict(line["title"]), figures=made, total="sum" in line))
    return tuple(rows)


def _signed(part: str) -> int:
    return -1 if part.startswith("-") else 1


def eliminated(*, sums: Sums, account: Callable[[str], Account]) -> dict[tuple[str, str], int]:
    """What consolidation takes away: the balances and transfers that the state has with itself (IPSAS 35.40)."""
    return {key: -minor for key, minor in sums.items() if account(key[0]).internal and minor}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A line of the budget comparison (IPSAS 24.14): original, final, actual on the budget's basis, and the difference."""

    titles: Mapping[str, str]
    code: str
    original: int
    final: int
    actual: int

    @property
    def difference(self) -> int:
        """What of the final budget was not spent."""
        return self.final - self.actual


def compare(*, lines: Iterable[tuple[str, Mapping[str, str], int, int, int]]) -> tuple[Compared, ...]:
    """(code, titles, original, final, actual) of budget lines, added up by code, with the total last."""
    found: dict[str, tuple[Mapping[str, str], int, int, int]] = {}
    for code, titles, original, final, actual in lines:
        known = found.get(code, (titles, 0, 0, 0))
        found[code] = (known[0], known[1] + original, known[2] + final, known[3] + actual)
    rows = [
        Compared(code=code, titles=titles, original=original, final=final, actual=actual)
        for code, (titles, original, final, actual) in sorted(found.items())
    ]
    whole = Compared(
        code="total",
        titles={"ko": "합계", "en": "Total"},
        original=sum(row.original for row in rows),
        final=sum(row.final for row in rows),
        actual=sum(row.actual for row in rows),
    )
    return (*rows, whole)
