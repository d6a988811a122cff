"""Published examples, in para and in the words of their sources (`worked_examples/*.yaml`)."""

from datetime import date

from madang.countries.rs.tax.income import month_salary_tax, on_taxable
from madang.countries.rs.tax.rates import para, rate
from madang.systems.tax.domain import vat


def salary(*, on: date, wages: int) -> int:
    """What an employer withholds from a month's pay."""
    return month_salary_tax(wages=wages, on=on)


def net_pay(*, on: date, wages: int, contributions: int) -> int:
    """What is left of a month's pay after tax and contributions."""
    return wages - contributions - month_salary_tax(wages=wages, on=on)


def annual(*, year: int, taxable: int) -> int:
    """The annual tax on a taxable income."""
    return on_taxable(base=taxable, year=year)


def averages(*, year: int, times: int) -> int:
    """So many average yearly salaries."""
    return para("tax.income.average_salary", on=date(year, 12, 31)) * times


def deduction(*, year: int, name: str) -> int:
    """The personal deduction or that for a dependant, rounded to whole dinars as the Tax Administration prints it."""
    on = date(year, 12, 31)
    exact = para("tax.income.average_salary", on=on) * rate(f"tax.income.{name}", on=on) // 10_000
    return (exact + 50) // 100


def value_added(*, until: date, **amounts: int) -> int:
    """A period's VAT."""
    return vat.assess_vat(facts=vat.from_amounts(amounts), until=until).tax
