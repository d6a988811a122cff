"""Value-added tax (НДС, ҚҚС): Tax Code of 2017 art. 422; of 2025 since 2026. What is below one tiyn is cut off."""

from datetime import date

from madang.countries.kz.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W, excess, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Tax on supplies at the standard and the reduced rate less the tax on purchases and imports that may be set off."""
    standard = share(
        of=facts.sales_invoiced + facts.sales_card + facts.sales_other, rate=rate("tax.vat.standard", on=until)
    )
    reduced = share(of=facts.sales_reduced, rate=rate("tax.vat.reduced", on=until))
    paid = facts.purchases_invoiced_tax + facts.purchases_card_tax + facts.imports_tax
    allowed = excess(of=paid, over=facts.not_deductible_tax)
    tax = standard + reduced - allowed
    steps = (
        Step(code="vat.output", amount=standard, cite="Tax Code, VAT: standard rate"),
        Step(code="vat.reduced", amount=reduced, cite="Tax Code, VAT: reduced rate"),
        Step(code="vat.input", amount=allowed, cite="Tax Code, VAT: set-off"),
        Step(code="vat.tax", amount=tax, cite="Tax Code, VAT: tax to be paid"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)
