"""Individual income tax (ИПН, ЖТС): flat ten percent until 2025, ten and fifteen percent since 2026.

Not reckoned: the deductions for several children, disability and mortgages until 2025, and the nine percent of private
practitioners. What is below one tiyn is cut off.
"""

from datetime import date

from madang.countries.kz.tax.rates import index, rate
from madang.framework.law import fills, parameter
from madang.systems.tax.domain.arithmetic import Bracket, W, excess, least, progressive, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.income import ASSESS_INCOME, IncomeFacts

MONTHS = 12


@fills(ASSESS_INCOME)
def assess_income(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """The year's income less contributions and the deduction of every month, at the rates of the year."""
    on = date(year, 12, 31)
    wages = excess(of=facts.wages, over=facts.pension_contributions + facts.health_insurance)
    deduction = least(of=wages, and_=MONTHS * month_deduction(on=on))
    others = excess(of=facts.business_revenue, over=facts.business_expenses) + facts.rent_revenue + facts.interest
    base = wages - deduction + others + excess(of=facts.other_income, over=facts.other_expenses)
    computed = progressive(base=base, brackets=_brackets("tax.income.brackets", on))
    dividends = progressive(base=facts.dividends, brackets=_brackets("tax.income.dividends", on))
    tax = computed + dividends
    prepaid = facts.wages_withheld + facts.financial_withheld + facts.other_withheld + facts.prepaid
    steps = (
        Step(code="income.deduction", amount=deduction, cite="Tax Code, individual income tax: standard deduction"),
        Step(code="income.base", amount=base, cite="Tax Code, individual income tax: taxable income"),
        Step(code="income.computed", amount=computed, cite="Tax Code, individual income tax: rates"),
        Step(code="income.dividends", amount=dividends, cite="Tax Code, individual income tax: dividends"),
        Step(code="income.tax", amount=tax, cite="Tax Code, individual income tax"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)


def month_deduction(*, on: date) -> int:
    """What an employer leaves untaxed each month: 14 monthly indices until 2025, 30 since 2026."""
    return index(on=on, times=int(parameter("tax.income.deduction_indices", on=on)))


def month_withheld(*, wages: W, pension: W, health: W, on: date) -> W:
    """What an employer withholds from a month's pay within the first bracket."""
    base = excess(of=wages, over=pension + health + month_deduction(on=on))
    return share(of=base, rate=rate("tax.income.withheld", on=on))


def _brackets(key: str, on: date) -> list[Bracket]:
    """Brackets that the Code writes in monthly indices."""
    return [Bracket(above=index(on=on, times=row["indices"]), rate=row["rate"]) for row in parameter(key, on=on)]
