"""Corporate profit tax (порез на добит правних лица): fifteen percent; losses are carried for five years without a ceiling."""

from datetime import date

from madang.countries.rs.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W, excess, least, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.corporate import ASSESS_CORPORATE, CorporateFacts


@fills(ASSESS_CORPORATE)
def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """The rate on taxable profit less losses (Corporate Profit Tax Act arts. 32, 39)."""
    used = least(of=facts.losses_carried, and_=facts.income)
    base = excess(of=facts.income, over=used + facts.exempt_income + facts.deductions)
    computed = share(of=base, rate=rate("tax.corporate.standard", on=period_until))
    tax = excess(of=computed, over=facts.credits + facts.credits_limited)
    prepaid = facts.withheld + facts.prepaid
    steps = (
        Step(code="corporate.losses", amount=used, cite="Corporate Profit Tax Act art. 32"),
        Step(code="corporate.base", amount=base, cite="Corporate Profit Tax Act art. 6"),
        Step(code="corporate.tax", amount=tax, cite="Corporate Profit Tax Act art. 39"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)
