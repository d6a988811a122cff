"""Personal income tax (порез на доходак грађана): on each kind of income by itself, and once more on the year's income
above three average salaries (Personal Income Tax Act arts. 13 to 16, 38, 61 to 64, 87 to 89).

A year's salary is taken as of twelve full months. Not reckoned: the further deduction of those below forty (art. 88 (3)),
for no fact tells the age; contributions above their highest base are what the facts say they are. What is below one para is
cut off."""

from datetime import date

from madang.countries.rs.tax.rates import para, rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import Bracket, W, excess, least, progressive, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.income import ASSESS_INCOME, IncomeFacts

MONTHS = 12
HALF = 5000


@fills(ASSESS_INCOME)
def assess_income(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """Ten percent on salaries above the untaxed amount and on business, fifteen on capital, and the annual tax."""
    on = date(year, 12, 31)
    untaxed = sum(para("tax.income.untaxed_a_month", on=date(year, month, 1)) for month in range(1, MONTHS + 1))
    salary = share(of=excess(of=facts.wages, over=untaxed), rate=rate("tax.income.salary", on=on))
    profit = excess(of=facts.business_revenue, over=facts.business_expenses)
    business = share(of=profit, rate=rate("tax.income.business", on=on))
    capital = share(of=facts.interest + facts.dividends, rate=rate("tax.income.capital", on=on))
    dues = facts.pension_contributions + facts.health_insurance + facts.employment_insurance
    net = excess(of=facts.wages, over=salary + dues) + profit - business
    annual = annual_tax(income=net, dependants=facts.spouse + facts.children + facts.ascendants, year=year)
    tax = salary + business + capital + annual
    prepaid = facts.wages_withheld + facts.financial_withheld + facts.other_withheld + facts.prepaid
    steps = (
        Step(code="income.salary", amount=salary, cite="Personal Income Tax Act arts. 15a, 16"),
        Step(code="income.business", amount=business, cite="Personal Income Tax Act art. 38"),
        Step(code="income.capital", amount=capital, cite="Personal Income Tax Act art. 64"),
        Step(code="income.annual", amount=annual, cite="Personal Income Tax Act arts. 87 to 89"),
        Step(code="income.tax", amount=tax, cite="Personal Income Tax Act"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)


def month_salary_tax(*, wages: W, on: date) -> W:
    """What an employer withholds from a month's full-time pay (arts. 15a, 16)."""
    return share(
        of=excess(of=wages, over=para("tax.income.untaxed_a_month", on=on)), rate=rate("tax.income.salary", on=on)
    )


def annual_tax(*, income: W, dependants: W, year: int) -> W:
    """What is above three average salaries, less 40 percent of one for oneself and 15 for each dependant, but at most half
    of it (arts. 87, 88), at the rates of art. 89."""
    average = para("tax.income.average_salary", on=date(year, 12, 31))
    above = excess(of=income, over=3 * average)
    personal = (dependants * rate("tax.income.dependant", on=date(year, 12, 31))) * average // 10_000
    personal = personal + average * rate("tax.income.personal", on=date(year, 12, 31)) // 10_000
    base = above - least(of=personal, and_=share(of=above, rate=HALF))
    return on_taxable(base=base, year=year)


def on_taxable(*, base: W, year: int) -> W:
    """Art. 89: ten percent up to six average salaries, fifteen above."""
    on = date(year, 12, 31)
    rows = (
        Bracket(above=0, rate=rate("tax.income.annual_low", on=on)),
        Bracket(above=6 * para("tax.income.average_salary", on=on), rate=rate("tax.income.annual_high", on=on)),
    )
    return progressive(base=base, brackets=rows)
