"""Value-added tax (ПДВ): Value-Added Tax Act arts. 23, 27, 28. What is below one para is cut off."""

from datetime import date

from madang.countries.rs.tax.rates import rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import W, excess, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Tax on supplies at the general and the special rate less the tax of the stages before."""
    general = share(
        of=facts.sales_invoiced + facts.sales_card + facts.sales_other, rate=rate("tax.vat.standard", on=until)
    )
    special = share(of=facts.sales_reduced, rate=rate("tax.vat.reduced", on=until))
    paid = facts.purchases_invoiced_tax + facts.purchases_card_tax + facts.imports_tax
    allowed = excess(of=paid, over=facts.not_deductible_tax)
    tax = general + special - allowed
    steps = (
        Step(code="vat.output", amount=general, cite="Value-Added Tax Act art. 23 (1)"),
        Step(code="vat.reduced", amount=special, cite="Value-Added Tax Act art. 23 (2)"),
        Step(code="vat.input", amount=allowed, cite="Value-Added Tax Act arts. 27, 28"),
        Step(code="vat.tax", amount=tax, cite="Value-Added Tax Act art. 48"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)
