"""Where Hanbit fills the slots of tax."""

from datetime import date

from madang.countries.xx.tax.levies import (
    INTEREST,
    SIMPLIFIED,
    allocate_payment,
    assess_corporate,
    assess_vat,
    obligations,
    penalty_for_filing,
    penalty_for_payment,
    plan_instalments,
)
from madang.framework.law import fills, parameter
from madang.systems.tax.domain.arithmetic import Bracket, W, progressive
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.income import ASSESS_INCOME, IncomeFacts

__all__ = [
    "INTEREST",
    "SIMPLIFIED",
    "allocate_payment",
    "assess_corporate",
    "assess_income",
    "assess_vat",
    "obligations",
    "penalty_for_filing",
    "penalty_for_payment",
    "plan_instalments",
]


@fills(ASSESS_INCOME)
def assess_income(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """The tax on a year's global income (Revenue Act of Hanbit s. 4, fictional)."""
    rows = parameter("tax.income.brackets", on=date(year, 12, 31))
    base = facts.wages + facts.business_revenue - facts.business_expenses
    tax = progressive(base=base, brackets=[Bracket(above=row["above"], rate=row["rate"]) for row in rows])
    prepaid = facts.wages_withheld + facts.prepaid
    steps = (Step(code="income.tax", amount=tax, cite="Revenue Act s. 4"),)
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)
