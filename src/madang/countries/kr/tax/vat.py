"""Value-added tax of general taxpayers (Value-Added Tax Act 부가가치세법, chapters 4 and 5).

The Act states no rounding: every step cuts what is below one won. Ten won are the least that the Treasury takes (Treasury Funds
Management Act art. 47), which concerns the payment and not the return. The limit of deemed input tax is reckoned on the
supplies of the period that is filed; where a corporation previewed the first quarter, the law settles it on the half-year.
"""

from collections.abc import Mapping
from datetime import date

from madang.countries.kr.tax.rates import rate, won
from madang.countries.kr.tax.simplified import assess_simplified
from madang.framework.law import fills, parameter
from madang.systems.tax.domain.arithmetic import W, excess, least, share, where
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts

ELEVEN, TEN = 11, 10
# The last days of the preview periods (art. 48 (1)); the credit for filing electronically is for final returns.
PREVIEWS = {(3, 31), (9, 30)}


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """The tax of a period that ends on `until`: general or simplified, by the fact `simplified`."""
    general = _general(facts, until)
    simple = assess_simplified(facts=facts, until=until)
    chosen = facts.simplified > 0
    steps = tuple(
        Step(code=one.code, amount=where(condition=chosen, then=one.amount * 0, otherwise=one.amount), cite=one.cite)
        for one in general.steps
    ) + tuple(
        Step(code=one.code, amount=where(condition=chosen, then=one.amount, otherwise=one.amount * 0), cite=one.cite)
        for one in simple.steps
    )
    tax = where(condition=chosen, then=simple.tax, otherwise=general.tax)
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)


def _general(facts: VatFacts[W], until: date) -> Assessed[W]:
    standard = facts.sales_invoiced + facts.sales_card + facts.sales_other
    output = share(of=standard, rate=rate("tax.vat.standard", on=until))
    bad = facts.bad_debts * TEN // (ELEVEN * TEN)
    paid = facts.purchases_invoiced_tax + facts.purchases_card_tax + facts.imports_tax
    deemed = _deemed(facts, standard + facts.sales_zero_rated, until)
    refused = least(of=facts.not_deductible_tax, and_=paid)
    charged = output - bad - paid - deemed + refused
    filed = facts.e_filed * 0 if (until.month, until.day) in PREVIEWS else least(of=facts.e_filed, and_=1)
    electronic = filed * won("tax.vat.electronic_filing", on=until)
    card = least(of=_card_credit(facts, until), and_=excess(of=charged, over=electronic))
    tax = charged - card - electronic
    steps = (
        Step(code="vat.output", amount=output, cite="Value-Added Tax Act arts. 29, 30"),
        Step(code="vat.bad_debts", amount=bad, cite="Value-Added Tax Act art. 45"),
        Step(code="vat.input", amount=paid, cite="Value-Added Tax Act art. 38"),
        Step(code="vat.deemed_input", amount=deemed, cite="Value-Added Tax Act art. 42; Decree art. 84"),
        Step(code="vat.not_deductible", amount=refused, cite="Value-Added Tax Act art. 39"),
        Step(code="vat.charged", amount=charged, cite="Value-Added Tax Act art. 37 (2)"),
        Step(code="vat.card_credit", amount=card, cite="Value-Added Tax Act art. 46 (1)"),
        Step(code="vat.electronic", amount=electronic, cite="Restriction of Special Taxation Act art. 104-8 (2)"),
        Step(code="vat.tax", amount=tax, cite="Value-Added Tax Act arts. 37, 49"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)


def _deemed(facts: VatFacts[W], base: W, until: date) -> W:
    """Art. 42, Decree art. 84 (2): a fraction of the untaxed products bought, within a share of the supplies."""
    rules: Mapping[str, int] = parameter("tax.vat.deemed", on=until)
    small = base <= rules["small_base"]
    middle = base <= rules["middle_base"]
    restaurant, company = facts.restaurant > 0, facts.corporation > 0
    others = where(condition=middle, then=base * 0 + rules["other_limit_middle"], otherwise=rules["other_limit_large"])
    eating = where(condition=middle, then=base * 0 + rules["food_limit_middle"], otherwise=rules["food_limit_large"])
    eating = where(condition=small, then=base * 0 + rules["food_limit_small"], otherwise=eating)
    percent = where(condition=restaurant, then=eating, otherwise=others)
    percent = where(condition=company, then=base * 0 + rules["company_limit"], otherwise=percent)
    bought = least(of=facts.deemed_purchases, and_=base * percent // 100)
    food = where(
        condition=middle, then=_fraction(bought, rules["food_middle"]), otherwise=_fraction(bought, rules["food"])
    )
    food = where(condition=company, then=_fraction(bought, rules["food_company"]), otherwise=food)
    made = where(
        condition=facts.manufacturer > 0,
        then=_fraction(bought, rules["manufacturer"]),
        otherwise=_fraction(bought, rules["other"]),
    )
    return where(condition=restaurant, then=food, otherwise=made)


def _fraction(of: W, parts: int) -> W:
    """`parts` of a hundred and as many more: 8/108 is written 8."""
    return of * parts // (100 + parts)


def _card_credit(facts: VatFacts[W], until: date) -> W:
    """Art. 46 (1): a share of what sole traders sold by card or cash receipt, tax included, up to a sum a year."""
    rules: Mapping[str, int] = parameter("tax.vat.card_credit", on=until)
    credit = share(of=facts.sales_card * ELEVEN // TEN, rate=rules["rate"])
    left = excess(of=facts.card_credit_used * 0 + rules["ceiling"], over=facts.card_credit_used)
    credit = least(of=credit, and_=left)
    credit = where(condition=facts.sales_last_year > rules["up_to"], then=credit * 0, otherwise=credit)
    return where(condition=facts.corporation > 0, then=credit * 0, otherwise=credit)
