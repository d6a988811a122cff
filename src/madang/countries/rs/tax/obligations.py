"""The calendar of Serbia's taxpayers; a last day on which offices are closed moves to the next working day.

VAT is filed by the quarter; whoever turned over more than fifty million dinars in twelve months files by the month, which
no role tells. Salary tax is filed before each payment and has no fixed day.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from madang.framework.law import fills, next_working_day
from madang.systems.tax.domain.calendar import OBLIGATIONS, DutyKind, Obligation
from madang.systems.tax.domain.words import Role, Tax

QUARTERS = 4
PROFIT_DAYS = 180


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> tuple[Obligation, ...]:
    """Annual income tax until 15 May, profit tax 180 days after the year, VAT fifteen days after the quarter."""
    return tuple(sorted(_entries(roles, year), key=lambda one: (one.due_on, one.tax, one.period)))


def _entries(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.INCOME in roles:
        yield _entry(Tax.INCOME, f"{year}", (1, 12), date(year + 1, 5, 15), "Personal Income Tax Act art. 92")
    if Role.CORPORATE in roles:
        due = date(year, 12, 31) + timedelta(days=PROFIT_DAYS)
        yield _entry(Tax.CORPORATE, f"{year}", (1, 12), due, "Corporate Profit Tax Act art. 63")
    if Role.VAT_GENERAL in roles:
        for quarter in range(1, QUARTERS + 1):
            due = date(year + (quarter == QUARTERS), 3 * quarter % 12 + 1, 15)
            cite = "Value-Added Tax Act arts. 48, 50"
            yield _entry(Tax.VAT, f"{year}-Q{quarter}", (3 * quarter - 2, 3 * quarter), due, cite)


def _entry(tax: Tax, period: str, months: tuple[int, int], due: date, cite: str) -> Obligation:
    year, (first, last) = int(period[:4]), months
    return Obligation(
        tax=tax,
        kind=DutyKind.RETURN,
        period=period,
        period_from=date(year, first, 1),
        period_until=date(year, last, monthrange(year, last)[1]),
        due_on=next_working_day(due),
        cite=cite,
    )
