"""The calendar of Korea's taxpayers. A last day on which offices are closed, or Labour Day, moves to the next day
(Framework Act on National Taxes art. 5).

Whoever keeps neither quarter nor half, such as those who may file withheld taxes for half a year (Income Tax Act art. 128
(2)), or a corporation with a business year of its own, has more days than these: the calendar takes the calendar year.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date

from madang.countries.kr.tax.terms import moved
from madang.framework.law import fills
from madang.systems.tax.domain.calendar import OBLIGATIONS, DutyKind, Obligation
from madang.systems.tax.domain.words import Role, Tax

VAT_RETURN = "Value-Added Tax Act art. 49 (1)"
VAT_PREVIEW = "Value-Added Tax Act art. 48 (1)"
VAT_NOTICE = "Value-Added Tax Act art. 48 (3)"
SIMPLIFIED_NOTICE = "Value-Added Tax Act art. 66 (1)"
SIMPLIFIED_RETURN = "Value-Added Tax Act art. 67 (1)"


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> tuple[Obligation, ...]:
    """What the periods that end in `year` bring, by due day."""
    found = [*_income(roles, year), *_corporate(roles, year), *_vat(roles, year), *_withholding(roles, year)]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.tax, one.period)))


def _entry(tax: Tax, period: str, months: tuple[int, int], due: date, cite: str, kind: DutyKind) -> Obligation:
    year, (first, last) = int(period[:4]), months
    return Obligation(
        tax=tax,
        kind=kind,
        period=period,
        period_from=date(year, first, 1),
        period_until=date(year, last, monthrange(year, last)[1]),
        due_on=moved(due),
        cite=cite,
    )


def _income(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.INCOME in roles:
        may = date(year + 1, 5, 31)
        half = date(year, 11, 30)
        yield _entry(Tax.INCOME, f"{year}-H1", (1, 6), half, "Income Tax Act art. 65 (1)", DutyKind.PREPAYMENT)
        yield _entry(Tax.INCOME, f"{year}", (1, 12), may, "Income Tax Act arts. 70 (1), 76", DutyKind.RETURN)
        yield _entry(Tax.LOCAL_INCOME, f"{year}", (1, 12), may, "Local Tax Act art. 95 (1)", DutyKind.RETURN)


def _corporate(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.CORPORATE in roles:
        march, april, august = date(year + 1, 3, 31), date(year + 1, 4, 30), date(year, 8, 31)
        yield _entry(Tax.CORPORATE, f"{year}-H1", (1, 6), august, "Corporate Tax Act art. 63 (3)", DutyKind.RETURN)
        yield _entry(
            Tax.CORPORATE, f"{year}", (1, 12), march, "Corporate Tax Act arts. 60 (1), 64 (1)", DutyKind.RETURN
        )
        yield _entry(Tax.LOCAL_INCOME, f"{year}", (1, 12), april, "Local Tax Act art. 103-23 (1)", DutyKind.RETURN)


def _vat(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    april, july, october, january = (date(year, month, 25) for month in (4, 7, 10, 1))
    january = january.replace(year=year + 1)
    if Role.VAT_GENERAL in roles and Role.CORPORATE in roles:
        yield _entry(Tax.VAT, f"{year}-Q1", (1, 3), april, VAT_PREVIEW, DutyKind.RETURN)
        yield _entry(Tax.VAT, f"{year}-Q2", (4, 6), july, VAT_RETURN, DutyKind.RETURN)
        yield _entry(Tax.VAT, f"{year}-Q3", (7, 9), october, VAT_PREVIEW, DutyKind.RETURN)
        yield _entry(Tax.VAT, f"{year}-Q4", (10, 12), january, VAT_RETURN, DutyKind.RETURN)
    elif Role.VAT_GENERAL in roles:
        yield _entry(Tax.VAT, f"{year}-Q1", (1, 3), april, VAT_NOTICE, DutyKind.PREPAYMENT)
        yield _entry(Tax.VAT, f"{year}-H1", (1, 6), july, VAT_RETURN, DutyKind.RETURN)
        yield _entry(Tax.VAT, f"{year}-Q3", (7, 9), october, VAT_NOTICE, DutyKind.PREPAYMENT)
        yield _entry(Tax.VAT, f"{year}-H2", (7, 12), january, VAT_RETURN, DutyKind.RETURN)
    elif Role.VAT_SIMPLIFIED in roles:
        yield _entry(Tax.VAT, f"{year}-H1", (1, 6), july, SIMPLIFIED_NOTICE, DutyKind.PREPAYMENT)
        yield _entry(Tax.VAT, f"{year}", (1, 12), january, SIMPLIFIED_RETURN, DutyKind.RETURN)


def _withholding(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.WITHHOLDING_AGENT in roles:
        for month in range(1, 13):
            due = date(year + month // 12, month % 12 + 1, 10)
            cite = "Income Tax Act art. 128 (1); Corporate Tax Act art. 73 (1)"
            yield _entry(Tax.WITHHOLDING, f"{year}-{month:02}", (month, month), due, cite, DutyKind.RETURN)
