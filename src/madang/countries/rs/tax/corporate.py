"""Corporate profit tax (порез на добит правних лица): fifteen percent; losses are carried for five years without a ceiling."""

from datetime import date

from madang.countries.rs.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.corporate import ASSESS_CORPORATE, CorporateFacts, at_one_rate

CITES = ("Corporate Profit Tax Act art. 32", "Corporate Profit Tax Act art. 6", "Corporate Profit Tax Act art. 39")


@fills(ASSESS_CORPORATE)
def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """The rate on taxable profit less losses (Corporate Profit Tax Act arts. 32, 39)."""
    return at_one_rate(facts=facts, rate=rate("tax.corporate.standard", on=period_until), cites=CITES)
