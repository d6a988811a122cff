"""Retirement income (퇴직소득): taxed apart and once, spread over the years of service (Income Tax Act arts. 48, 55)."""

from dataclasses import dataclass
from typing import Generic

from madang.countries.kr.tax.income_tax import ACT, below_ten_cut, local_income_tax
from madang.countries.kr.tax.of_year import Law, brackets, of_year, rows_of_year
from madang.systems.tax.domain.arithmetic import Bracket, W, excess, greatest, least, progressive, share, where
from madang.systems.tax.domain.assessed import Assessed, Step

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementFacts(Generic[W]):
    """Of one retirement, in whole won and whole years; a part of a year counts as one."""

    income: W
    """What is paid on retirement, without what is exempt."""
    years: W
    years_until_2012: W
    """Of the years those up to the end of 2012; they matter for who retired up to 2019."""
    withheld: W


def assess_retirement(*, facts: RetirementFacts[W], year: int) -> Assessed[W]:
    """The tax on what is paid on retirement; from 2016 to 2019 part of it by the law before (Act No. 12852, art. 25).

    Raises ParameterNotYetInForce before 2016.
    """
    law = of_year(name="retirement.law", year=year)
    years = greatest(of=facts.years, and_=1)
    tenure = least(of=tenure_deduction(years=years, law=law), and_=facts.income)
    converted = (facts.income - tenure) * MONTHS // years
    deduction = progressive(base=converted, brackets=law.brackets("converted"))
    schedule = brackets(rows=rows_of_year(name="income.brackets", year=year))
    new = progressive(base=converted - deduction, brackets=schedule) * years // MONTHS
    old = tax_before_2016(facts=facts, tenure=tenure, law=law, schedule=schedule)
    tax = (new * law["new_part"] + old * (100 - law["new_part"])) // 100
    payable = below_ten_cut(amount=tax - facts.withheld)
    steps = (
        Step(code="retirement.tenure_deduction", amount=tenure, cite=f"{ACT} art. 48 (1) 1"),
        Step(code="retirement.converted", amount=converted, cite=f"{ACT} art. 48 (1)"),
        Step(code="retirement.converted_deduction", amount=deduction, cite=f"{ACT} art. 48 (1) 2"),
        Step(code="retirement.base", amount=converted - deduction, cite=f"{ACT} arts. 14 (6), 48"),
        Step(code="retirement.new", amount=new, cite=f"{ACT} art. 55 (2)"),
        Step(code="retirement.old", amount=old, cite=f"{ACT} arts. 48, 55 (2) as of 2015"),
        Step(code="retirement.tax", amount=tax, cite=f"{ACT} art. 55 (2); Act No. 12852, supplementary art. 25"),
        Step(code="retirement.payable", amount=payable, cite="National Treasury Funds Act art. 47 (1)"),
        Step(code="retirement.local_tax", amount=local_income_tax(tax=tax), cite="Local Tax Act art. 92"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.withheld, payable=payable)


def tenure_deduction(*, years: W, law: Law) -> W:
    """So much for each year of service, more for the later ones (art. 48 (1) 1)."""
    total, before = years * 0, 0
    for row in law.rows("tenure"):
        total = total + excess(of=years, over=int(row["above"])) * (int(row["amount"]) - before)
        before = int(row["amount"])
    return total


def tax_before_2016(*, facts: RetirementFacts[W], tenure: W, law: Law, schedule: list[Bracket]) -> W:
    """The tax by the law as it stood in 2015; nothing where it no longer counts.

    Years up to 2012 are taxed at the rate of one year's share, later ones at that of five (arts. 48, 55 (2) as of 2013-01-01).
    """
    years = greatest(of=facts.years, and_=1)
    basic = share(of=facts.income, rate=law["old_basic"])
    base = excess(of=facts.income - basic, over=tenure)
    early = least(of=facts.years_until_2012, and_=years)
    late = years - early
    base_early = base * early // years
    one, others = greatest(of=early, and_=1), greatest(of=late, and_=1)
    tax_early = progressive(base=base_early // one, brackets=schedule) * one
    tax_late = progressive(base=(base - base_early) * 5 // others, brackets=schedule) * others // 5
    tax = where(condition=early > 0, then=tax_early, otherwise=base * 0) + tax_late
    return tax if law["new_part"] < 100 else tax * 0
