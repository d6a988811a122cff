"""Where Korea fills the slots of tax."""

from datetime import date

from madang.countries.kr.tax.collection import allocate_payment, plan_instalments
from madang.countries.kr.tax.corporate import assess_corporate
from madang.countries.kr.tax.obligations import obligations
from madang.countries.kr.tax.penalties import penalty_for_filing, penalty_for_payment, refund_interest
from madang.countries.kr.tax.simplified import simplified_rate
from madang.countries.kr.tax.vat import assess_vat
from madang.framework.law import fills, parameter
from madang.systems.tax.domain.arithmetic import Bracket, W, progressive
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.income import ASSESS_INCOME, IncomeFacts

__all__ = [
    "allocate_payment",
    "assess_corporate",
    "assess_income",
    "assess_vat",
    "obligations",
    "penalty_for_filing",
    "penalty_for_payment",
    "plan_instalments",
    "refund_interest",
    "simplified_rate",
]


@fills(ASSESS_INCOME)
def assess_income(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """The tax on a year's global income (Income Tax Act art. 55)."""
    rows = parameter("tax.income.brackets", on=date(year, 12, 31))
    base = facts.wages + facts.business_revenue - facts.business_expenses
    tax = progressive(base=base, brackets=[Bracket(above=row["above"], rate=row["rate"]) for row in rows])
    prepaid = facts.wages_withheld + facts.prepaid
    steps = (Step(code="income.tax", amount=tax, cite="Income Tax Act art. 55"),)
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)
