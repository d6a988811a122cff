"""Where Korea fills the slots of tax."""

from madang.countries.kr.tax.collection import allocate_payment, plan_instalments
from madang.countries.kr.tax.corporate import assess_corporate
from madang.countries.kr.tax.income_tax import assess
from madang.countries.kr.tax.obligations import obligations
from madang.countries.kr.tax.penalties import penalty_for_filing, penalty_for_payment, refund_interest
from madang.countries.kr.tax.simplified import simplified_rate
from madang.countries.kr.tax.vat import assess_vat
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
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
    """The tax on a year's global income (Income Tax Act). Raises ParameterNotYetInForce before 2016."""
    return assess(facts=facts, year=year)
