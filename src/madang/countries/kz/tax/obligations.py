"""The calendar of Kazakhstan's taxpayers; a last day on which offices are closed moves to the next working day."""

from collections.abc import Collection, Iterator
from datetime import date

from madang.framework.law import fills, next_working_day
from madang.systems.tax.domain.calendar import OBLIGATIONS, Obligation, entry
from madang.systems.tax.domain.words import Role, Tax

QUARTERS = 4
CORPORATE = "Tax Code of 2017 art. 315"
QUARTERLY = "Tax Code of 2017 arts. 424, 657"
YEARLY = "Tax Code of 2017 art. 364"


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> Iterator[Obligation]:
    """VAT and withheld tax until the 15th of the second month after the quarter, corporate and individual income tax until
    31 March."""
    march = date(year + 1, 3, 31)
    if Role.INCOME in roles:
        yield entry(tax=Tax.INCOME, period=f"{year}", due_on=next_working_day(march), cite=YEARLY)
    if Role.CORPORATE in roles:
        yield entry(tax=Tax.CORPORATE, period=f"{year}", due_on=next_working_day(march), cite=CORPORATE)
    for quarter in range(1, QUARTERS + 1):
        due = date(year + (quarter == QUARTERS), (3 * quarter + 1) % 12 + 1, 15)
        if Role.VAT_GENERAL in roles:
            yield entry(tax=Tax.VAT, period=f"{year}-Q{quarter}", due_on=next_working_day(due), cite=QUARTERLY)
        if Role.WITHHOLDING_AGENT in roles:
            yield entry(tax=Tax.WITHHOLDING, period=f"{year}-Q{quarter}", due_on=next_working_day(due), cite=QUARTERLY)
