"""Value-added tax (НДС, ҚҚС): Tax Code of 2017 art. 422; of 2025 since 2026. What is below one tiyn is cut off."""

from datetime import date

from madang.countries.kz.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts, at_two_rates

CITES = (
    "Tax Code, VAT: standard rate",
    "Tax Code, VAT: reduced rate",
    "Tax Code, VAT: set-off",
    "Tax Code, VAT: tax to be paid",
)


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Tax on supplies at the standard and the reduced rate less the tax on purchases and imports that may be set off."""
    standard, reduced = rate("tax.vat.standard", on=until), rate("tax.vat.reduced", on=until)
    return at_two_rates(facts=facts, standard=standard, reduced=reduced, cites=CITES)
