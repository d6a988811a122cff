"""Corporate income tax (КПН, КТС): twenty percent; losses are carried for ten years without a ceiling."""

from datetime import date

from madang.countries.kz.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W, excess, least, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.corporate import ASSESS_CORPORATE, CorporateFacts


@fills(ASSESS_CORPORATE)
def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """The standard rate on taxable income less losses; the rates of banks, gambling, farming and social bodies are not here."""
    used = least(of=facts.losses_carried, and_=facts.income)
    base = excess(of=facts.income, over=used + facts.exempt_income + facts.deductions)
    computed = share(of=base, rate=rate("tax.corporate.standard", on=period_until))
    tax = excess(of=computed, over=facts.credits + facts.credits_limited)
    prepaid = facts.withheld + facts.prepaid
    steps = (
        Step(code="corporate.losses", amount=used, cite="Tax Code, corporate income tax: losses"),
        Step(code="corporate.base", amount=base, cite="Tax Code, corporate income tax: taxable income"),
        Step(code="corporate.tax", amount=tax, cite="Tax Code, corporate income tax: rates"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)
