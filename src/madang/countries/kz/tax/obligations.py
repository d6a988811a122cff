"""The calendar of Kazakhstan's taxpayers; a last day on which offices are closed moves to the next working day."""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date

from madang.framework.law import fills, next_working_day
from madang.systems.tax.domain.calendar import OBLIGATIONS, DutyKind, Obligation
from madang.systems.tax.domain.words import Role, Tax

QUARTERS = 4
CORPORATE = "Tax Code of 2017 art. 315"
QUARTERLY = "Tax Code of 2017 arts. 424, 657"
YEARLY = "Tax Code of 2017 art. 364"


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> tuple[Obligation, ...]:
    """VAT and withheld tax until the 15th of the second month after the quarter, corporate and individual income tax until
    31 March."""
    return tuple(sorted(_entries(roles, year), key=lambda one: (one.due_on, one.tax, one.period)))


def _entries(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    march = date(year + 1, 3, 31)
    if Role.INCOME in roles:
        yield _entry(Tax.INCOME, f"{year}", (1, 12), march, YEARLY)
    if Role.CORPORATE in roles:
        yield _entry(Tax.CORPORATE, f"{year}", (1, 12), march, CORPORATE)
    for quarter in range(1, QUARTERS + 1):
        months = (3 * quarter - 2, 3 * quarter)
        due = date(year + (quarter == QUARTERS), (3 * quarter + 1) % 12 + 1, 15)
        if Role.VAT_GENERAL in roles:
            yield _entry(Tax.VAT, f"{year}-Q{quarter}", months, due, QUARTERLY)
        if Role.WITHHOLDING_AGENT in roles:
            yield _entry(Tax.WITHHOLDING, f"{year}-Q{quarter}", months, due, QUARTERLY)


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
