"""Where Korea fills the slots of tax."""

from datetime import date

from madang.framework.law import fills, parameter
from madang.systems.tax.domain.arithmetic import Bracket, W, progressive, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.income import ASSESS_INCOME, IncomeFacts
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts


@fills(ASSESS_INCOME)
def assess_income(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """The tax on a year's global income (Income Tax Act art. 55)."""
    rows = parameter("tax.income.brackets", on=date(year, 12, 31))
    base = facts.wages + facts.business_revenue - facts.business_expenses
    tax = progressive(base=base, brackets=[Bracket(above=row["above"], rate=row["rate"]) for row in rows])
    prepaid = facts.wages_withheld + facts.prepaid
    steps = (Step(code="income.tax", amount=tax, cite="Income Tax Act art. 55"),)
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Output tax less input tax (Value-Added Tax Act arts. 30, 37)."""
    out = share(of=facts.sales_invoiced + facts.sales_card + facts.sales_other, rate=1000)
    tax = out - facts.purchases_invoiced_tax
    steps = (Step(code="vat.tax", amount=tax, cite="Value-Added Tax Act art. 37"),)
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)
