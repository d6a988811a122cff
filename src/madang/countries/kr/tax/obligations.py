"""The calendar of Korea's taxpayers. A last day on which offices are closed, or Labour Day, moves to the next day
(Framework Act on National Taxes art. 5).

Whoever keeps neither quarter nor half, such as those who may file withheld taxes for half a year (Income Tax Act art. 128
(2)), or a corporation with a business year of its own, has more days than these: the calendar takes the calendar year.
"""

from collections.abc import Collection, Iterator
from datetime import date

from madang.countries.kr.tax.terms import moved
from madang.framework.law import fills
from madang.systems.tax.domain.calendar import OBLIGATIONS, DutyKind, Obligation, entry
from madang.systems.tax.domain.words import Role, Tax

VAT_RETURN = "Value-Added Tax Act art. 49 (1)"
VAT_PREVIEW = "Value-Added Tax Act art. 48 (1)"
VAT_NOTICE = "Value-Added Tax Act art. 48 (3)"
SIMPLIFIED_NOTICE = "Value-Added Tax Act art. 66 (1)"
SIMPLIFIED_RETURN = "Value-Added Tax Act art. 67 (1)"


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> Iterator[Obligation]:
    """What the periods that end in `year` bring."""
    for of_tax in (_income, _corporate, _vat, _withholding):
        yield from of_tax(roles, year)


def _entry(tax: Tax, period: str, due: date, cite: str, kind: DutyKind = DutyKind.RETURN) -> Obligation:
    return entry(tax=tax, period=period, due_on=moved(due), cite=cite, kind=kind)


def _income(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.INCOME in roles:
        may = date(year + 1, 5, 31)
        half = date(year, 11, 30)
        yield _entry(Tax.INCOME, f"{year}-H1", half, "Income Tax Act art. 65 (1)", DutyKind.PREPAYMENT)
        yield _entry(Tax.INCOME, f"{year}", may, "Income Tax Act arts. 70 (1), 76")
        yield _entry(Tax.LOCAL_INCOME, f"{year}", may, "Local Tax Act art. 95 (1)")


def _corporate(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.CORPORATE in roles:
        march, april, august = date(year + 1, 3, 31), date(year + 1, 4, 30), date(year, 8, 31)
        yield _entry(Tax.CORPORATE, f"{year}-H1", august, "Corporate Tax Act art. 63 (3)")
        yield _entry(Tax.CORPORATE, f"{year}", march, "Corporate Tax Act arts. 60 (1), 64 (1)")
        yield _entry(Tax.LOCAL_INCOME, f"{year}", april, "Local Tax Act art. 103-23 (1)")


def _vat(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    april, july, october, january = (date(year, month, 25) for month in (4, 7, 10, 1))
    january = january.replace(year=year + 1)
    if Role.VAT_GENERAL in roles and Role.CORPORATE in roles:
        yield _entry(Tax.VAT, f"{year}-Q1", april, VAT_PREVIEW)
        yield _entry(Tax.VAT, f"{year}-Q2", july, VAT_RETURN)
        yield _entry(Tax.VAT, f"{year}-Q3", october, VAT_PREVIEW)
        yield _entry(Tax.VAT, f"{year}-Q4", january, VAT_RETURN)
    elif Role.VAT_GENERAL in roles:
        yield _entry(Tax.VAT, f"{year}-Q1", april, VAT_NOTICE, DutyKind.PREPAYMENT)
        yield _entry(Tax.VAT, f"{year}-H1", july, VAT_RETURN)
        yield _entry(Tax.VAT, f"{year}-Q3", october, VAT_NOTICE, DutyKind.PREPAYMENT)
        yield _entry(Tax.VAT, f"{year}-H2", january, VAT_RETURN)
    elif Role.VAT_SIMPLIFIED in roles:
        yield _entry(Tax.VAT, f"{year}-H1", july, SIMPLIFIED_NOTICE, DutyKind.PREPAYMENT)
        yield _entry(Tax.VAT, f"{year}", january, SIMPLIFIED_RETURN)


def _withholding(roles: Collection[Role], year: int) -> Iterator[Obligation]:
    if Role.WITHHOLDING_AGENT in roles:
        for month in range(1, 13):
            due = date(year + month // 12, month % 12 + 1, 10)
            cite = "Income Tax Act art. 128 (1); Corporate Tax Act art. 73 (1)"
            yield _entry(Tax.WITHHOLDING, f"{year}-{month:02}", due, cite)
