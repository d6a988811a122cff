"""The chart of accounts and the statements' lines: data of the country pack, read and judged. Plain Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.framework.money.domain.states import AccountKind

# What the balance of an account that no line names counts as; systems declare accounts of their own.
OTHERS = {
    AccountKind.ASSET: "other_asset",
    AccountKind.LIABILITY: "other_liability",
    AccountKind.EQUITY: "accumulated",
    AccountKind.REVENUE: "other_revenue",
    AccountKind.EXPENSE: "other_expense",
}
# The same for what a system declared in the cash book.
CASH_OTHERS = {
    AccountKind.ASSET: "cash_held",
    AccountKind.LIABILITY: "cash_carried",
    AccountKind.EQUITY: "cash_carried",
    AccountKind.REVENUE: "cash_other_in",
    AccountKind.EXPENSE: "cash_other_out",
}
# GFSM 2014 chapter 4: other accounts receivable, other accounts payable, other revenue, other expense.
OTHER_GFS = {
    AccountKind.ASSET: "6208",
    AccountKind.LIABILITY: "6308",
    AccountKind.REVENUE: "14",
    AccountKind.EXPENSE: "28",
    AccountKind.EQUITY: "",
}
CASH_BOOK = "cash."
TEMPORARY = (AccountKind.REVENUE, AccountKind.EXPENSE)
# Lines that a statement computes of itself, so that no account names them.
COMPUTED = frozenset(
    {"surplus", "net_assets_opening", "result", "adjustments", "cash_opening", "cash_held", "cash_carried"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account: what it is (`kind`), its class of GFSM 2014, its statement line; whether money's own value moves it
    (`monetary`, IPSAS 4), and whether the state owes it to itself (`internal`, IPSAS 35)."""

    code: str
    kind: AccountKind
    line: str
    gfs: str = ""
    monetary: bool = False
    internal: bool = False
    titles: Mapping[str, str]

    @property
    def cash_book(self) -> bool:
        """Whether it stands in the book of receipts and payments."""
        return self.code.startswith(CASH_BOOK)

    @property
    def temporary(self) -> bool:
        """Whether closing a year empties it."""
        return self.kind in TEMPORARY


def unlisted(*, code: str, kind: AccountKind, title: str) -> Account:
    """An account that a system declared and the pack's chart does not place."""
    cash = code.startswith(CASH_BOOK)
    return Account(
        code=code,
        kind=kind,
        line=(CASH_OTHERS if cash else OTHERS)[kind],
        gfs="" if cash else OTHER_GFS[kind],
        monetary=kind in (AccountKind.ASSET, AccountKind.LIABILITY),
        titles={"en": title},
    )


def accounts(*, data: Mapping[str, Any]) -> dict[str, Account]:
    """The chart of the pack's `accounts.yaml`, which `faults` found sound."""
    return {
        str(code): Account(
            code=str(code),
            kind=AccountKind(given["kind"]),
            line=str(given["line"]),
            gfs=str(given.get("gfs", "")),
            monetary=bool(given.get("monetary")),
            internal=bool(given.get("internal")),
            titles=dict(given["title"]),
        )
        for code, given in data["accounts"].items()
    }


def faults(*, data: Mapping[str, Any], statements: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(place, what is wrong) of a chart and the statements' lines, every fault."""
    lines = {
        str(line["code"])
        for statement in statements.values()
        if isinstance(statement, dict)
        for line in statement["lines"]
        if "sum" not in line
    }
    kinds = {kind.value for kind in AccountKind}
    named: set[str] = set()
    for code, given in data["accounts"].items():
        if given.get("kind") not in kinds:
            yield str(code), f"has no kind of {', '.join(sorted(kinds))}"
        if {"ko", "en"} - set(given.get("title", {})):
            yield str(code), "has no title in Korean and English"
        named.add(str(given.get("line", "")))
        if given.get("line") not in lines | COMPUTED:
            yield str(code), f"stands in the line '{given.get('line')}', which no statement has"
    for line in sorted(lines - named - COMPUTED - set(OTHERS.values())):
        yield line, "is a line of a statement that no account fills"
    yield from _sums(statements)


def _sums(statements: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, statement in statements.items():
        if not isinstance(statement, dict):
            continue
        seen: set[str] = set()
        for line in statement["lines"]:
            for part in line.get("sum", ()):
                if part.lstrip("-") not in seen:
                    yield f"{name}.{line['code']}", f"sums '{part}', which is no line above it"
            seen.add(line["code"])


def fiscal_year(*, year: int, begins: str) -> tuple[date, date]:
    """First and last day of a fiscal year that begins on `begins` (month-day). Korea: National Finance Act art. 2."""
    first = date.fromisoformat(f"{year}-{begins}")
    return first, date.fromordinal(date.fromisoformat(f"{year + 1}-{begins}").toordinal() - 1)
