"""Corporate income tax (КПН, КТС): twenty percent; losses are carried for ten years without a ceiling."""

from datetime import date

from madang.countries.kz.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.corporate import ASSESS_CORPORATE, CorporateFacts, at_one_rate

CITES = (
    "Tax Code, corporate income tax: losses",
    "Tax Code, corporate income tax: taxable income",
    "Tax Code, corporate income tax: rates",
)


@fills(ASSESS_CORPORATE)
def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """The standard rate on taxable income less losses; the rates of banks, gambling, farming and social bodies are not here."""
    return at_one_rate(facts=facts, rate=rate("tax.corporate.standard", on=period_until), cites=CITES)
