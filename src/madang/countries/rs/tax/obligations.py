"""The calendar of Serbia's taxpayers; a last day on which offices are closed moves to the next working day.

VAT is filed by the quarter; whoever turned over more than fifty million dinars in twelve months files by the month, which
no role tells. Salary tax is filed before each payment and has no fixed day.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from madang.framework.law import fills, next_working_day
from madang.systems.tax.domain.calendar import OBLIGATIONS, Obligation, entry
from madang.systems.tax.domain.words import Role, Tax

QUARTERS = 4
PROFIT_DAYS = 180


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> Iterator[Obligation]:
    """Annual income tax until 15 May, profit tax 180 days after the year, VAT fifteen days after the quarter."""
    if Role.INCOME in roles:
        yield entry(
            tax=Tax.INCOME,
            period=f"{year}",
            due_on=next_working_day(date(year + 1, 5, 15)),
            cite="Personal Income Tax Act art. 92",
        )
    if Role.CORPORATE in roles:
        due = date(year, 12, 31) + timedelta(days=PROFIT_DAYS)
        yield entry(
            tax=Tax.CORPORATE, period=f"{year}", due_on=next_working_day(due), cite="Corporate Profit Tax Act art. 63"
        )
    if Role.VAT_GENERAL in roles:
        for quarter in range(1, QUARTERS + 1):
            due = date(year + (quarter == QUARTERS), 3 * quarter % 12 + 1, 15)
            cite = "Value-Added Tax Act arts. 48, 50"
            yield entry(tax=Tax.VAT, period=f"{year}-Q{quarter}", due_on=next_working_day(due), cite=cite)
