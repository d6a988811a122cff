"""Value-added tax (ПДВ): Value-Added Tax Act arts. 23, 27, 28. What is below one para is cut off."""

from datetime import date

from madang.countries.rs.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts, at_two_rates

CITES = (
    "Value-Added Tax Act art. 23 (1)",
    "Value-Added Tax Act art. 23 (2)",
    "Value-Added Tax Act arts. 27, 28",
    "Value-Added Tax Act art. 48",
)


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Tax on supplies at the general and the special rate less the tax of the stages before."""
    standard, reduced = rate("tax.vat.standard", on=until), rate("tax.vat.reduced", on=until)
    return at_two_rates(facts=facts, standard=standard, reduced=reduced, cites=CITES)
