"""Published examples, in tenge and in the words of their sources (`worked_examples/*.yaml`)."""

from datetime import date

from madang.countries.kz.tax.income import month_withheld
from madang.systems.tax.domain import income, vat

TIYN = 100


def withheld(*, on: date, wages: int, pension: int, health: int) -> int:
    """What an employer withholds from a month's pay, in tiyn."""
    return month_withheld(wages=wages * TIYN, pension=pension * TIYN, health=health * TIYN, on=on)


def year_tax(*, year: int, **tenge: int) -> int:
    """A year's individual income tax, in tiyn."""
    facts = income.from_amounts({name: amount * TIYN for name, amount in tenge.items()})
    return income.assess_income(facts=facts, year=year).tax


def value_added(*, until: date, **tenge: int) -> int:
    """A quarter's VAT, in tiyn."""
    return vat.assess_vat(
        facts=vat.from_amounts({name: amount * TIYN for name, amount in tenge.items()}), until=until
    ).tax
