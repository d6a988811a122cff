"""What published examples are held against: assessments by plain names and numbers."""

from collections.abc import Mapping, Sequence
from datetime import date

from madang.countries.kr.tax.employment import employment_credit
from madang.countries.kr.tax.of_year import brackets, of_year, rows_of_year
from madang.countries.kr.tax.retirement import RetirementFacts, assess_retirement, tenure_deduction
from madang.countries.kr.tax.withholding import withheld_monthly
from madang.systems.tax.domain.arithmetic import progressive
from madang.systems.tax.domain.income import assess_income, from_amounts


def assessed(*, year: int, **amounts: int) -> Mapping[str, int]:
    """Every step of a year's assessment by the end of its code, and `tax`, `prepaid` and `payable`."""
    outcome = assess_income(facts=from_amounts(amounts), year=year)
    steps = {step.code.removeprefix("income."): step.amount for step in outcome.steps}
    return {**steps, "tax": outcome.tax, "prepaid": outcome.prepaid, "payable": outcome.payable}


def schedule(*, year: int, bases: Sequence[int]) -> list[int]:
    """The calculated tax on each base."""
    rows = brackets(rows=rows_of_year(name="income.brackets", year=year))
    return [progressive(base=base, brackets=rows) for base in bases]


def credited(*, year: int, tax: int, wages: int) -> int:
    """The employment credit on so much calculated tax."""
    return employment_credit(tax=tax, wages=wages, year=year)


def retirement(*, year: int, income: int, years: int, years_until_2012: int = 0) -> Mapping[str, int]:
    """Every step of a retirement's assessment by the end of its code."""
    facts = RetirementFacts(income=income, years=years, years_until_2012=years_until_2012, withheld=0)
    return {
        step.code.removeprefix("retirement."): step.amount for step in assess_retirement(facts=facts, year=year).steps
    }


def tenure(*, year: int, years: Sequence[int]) -> list[int]:
    """The deduction for each number of years of service."""
    law = of_year(name="retirement.law", year=year)
    return [tenure_deduction(years=one, law=law) for one in years]


def converted(*, year: int, pays: Sequence[int]) -> list[int]:
    """The deduction from each converted pay."""
    rows = of_year(name="retirement.law", year=year).brackets("converted")
    return [progressive(base=one, brackets=rows) for one in pays]


def withheld(*, paid_on: date, wages: int, families: Sequence[int], children: int = 0, percent: int = 100) -> list[int]:
    """What is withheld from a month's wages for each size of the family."""
    return [
        withheld_monthly(wages=wages, family=family, children=children, paid_on=paid_on, percent=percent)
        for family in families
    ]
