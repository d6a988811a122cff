"""Draw the financial statements of a fiscal year."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.money.domain.journal import ACCRUAL, CASH
from madang.framework.values import Money
from madang.systems.treasury.domain import statements
from madang.systems.treasury.domain.foreign import POSITION, converted
from madang.systems.treasury.domain.statements import Compared, Statement
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases.accounting_rules import STATEMENTS, account, year_days
from madang.systems.treasury.usecases.set_rate import rate_of

NAMES = ("position", "performance", "changes", "cash_flow")


def _account(code: str) -> Any:
    return account(code=code)


def home_sums(
    *, until: date, since: date = books.BEGINNING, book: str = ACCRUAL, with_closing: bool = True
) -> dict[tuple[str, str], int]:
    """Debits less credits by (account, fund) in the state's currency: foreign balances at the rate of the last day.

    Raises RateMissing.
    """
    home = pack().currency
    found: dict[tuple[str, str], int] = {}
    rounded: dict[str, int] = {}
    for (code, fund, currency), minor in books.sums(
        until=until, since=since, book=book, with_closing=with_closing
    ).items():
        here = minor
        if currency != home:
            here = converted(amount=Money(minor, currency), rate=rate_of(currency=currency, on=until)).minor
            rounded[fund] = rounded.get(fund, 0) + here
        found[code, fund] = found.get((code, fund), 0) + here
    # Each currency balances by itself, so what is left is rounding: it stays with the position between the currencies.
    for fund, minor in rounded.items():
        if minor:
            found[POSITION, fund] = found.get((POSITION, fund), 0) - minor
    return found


def lines_of(*, name: str, year: int, fund: str | None = None, consolidated: bool = True) -> dict[str, int]:
    """Figures of one statement's lines in one fiscal year: of one fund, or of all; internal ones taken away where
    `consolidated`."""
    first, last = year_days(year=year)
    before = first - timedelta(days=1)

    def part(**asked: Any) -> dict[tuple[str, str], int]:
        found = {key: minor for key, minor in home_sums(**asked).items() if fund is None or key[1] == fund}
        if consolidated and fund is None:
            for key, minor in statements.eliminated(sums=found, account=_account).items():
                found[key] += minor
        return found

    if name == "position":
        return statements.position(sums=part(until=last), account=_account)
    if name == "performance":
        return statements.performance(sums=part(since=first, until=last, with_closing=False), account=_account)
    if name == "changes":
        return statements.changes(
            before=part(until=before),
            after=part(until=last),
            during=part(since=first, until=last, with_closing=False),
            account=_account,
        )
    return statements.cash_flow(
        before=part(until=before, book=CASH),
        during=part(since=first, until=last, book=CASH, with_closing=False),
        account=_account,
    )


def draw(*, name: str, year: int) -> Statement:
    """The consolidated statement of a year beside the year before (IPSAS 1.53: comparative information)."""
    layout = pack().data(STATEMENTS)[name]
    columns = [lines_of(name=name, year=one) for one in (year, year - 1)]
    return _statement(name, layout, (str(year), str(year - 1)), columns)


def consolidate(*, name: str, year: int) -> Statement:
    """Each fund, what is eliminated between them, and the whole (IPSAS 35.40)."""
    layout = pack().data(STATEMENTS)[name]
    first, last = year_days(year=year)
    known = home_sums(until=last) | home_sums(until=last, since=first, book=CASH)
    funds = sorted({fund for _code, fund in known} | {""})
    each = [lines_of(name=name, year=year, fund=fund) for fund in funds]
    whole = lines_of(name=name, year=year)
    gone = {
        line: whole.get(line, 0) - sum(column.get(line, 0) for column in each)
        for line in {key for column in (*each, whole) for key in column}
    }
    return _statement(name, layout, (*funds, "eliminations", "total"), [*each, gone, whole])


def _statement(
    name: str, layout: Mapping[str, Any], columns: tuple[str, ...], figures: list[dict[str, int]]
) -> Statement:
    return Statement(
        name=name,
        titles=dict(layout["title"]),
        cite=str(layout["cite"]),
        columns=columns,
        rows=statements.lay_out(layout=layout, columns=figures),
    )


def compare_budget(*, year: int) -> tuple[Compared, ...]:
    """Original and final budget beside what was paid, by activity (IPSAS 24.14)."""
    lines = BudgetLine.objects.filter(year=year).values_list(
        "activity", "titles", "appropriated", "transferred", "paid"
    )
    return statements.compare(
        lines=(
            (activity, titles, appropriated, appropriated + transferred, paid)
            for activity, titles, appropriated, transferred, paid in lines
        )
    )
