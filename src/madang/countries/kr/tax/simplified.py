"""Value-added tax of simplified taxpayers (간이과세; Value-Added Tax Act chapter 7).

The reform of 2021 holds for supplies and purchases from 2021-07-01; the year 2021 is therefore assessed in its two halves,
each as a period of its own.
"""

from collections.abc import Mapping
from datetime import date

from madang.countries.kr.tax.rates import won
from madang.framework.law import fills, parameter
from madang.systems.tax.domain.arithmetic import W, excess, least, share, where
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.simplified import SIMPLIFIED_RATE
from madang.systems.tax.domain.vat import VatFacts

YEAR = 12
ELEVEN = 11
OTHER = "other"


@fills(SIMPLIFIED_RATE)
def simplified_rate(sector: str, on: date) -> int:
    """The value-added rate of a sector in percent (Value-Added Tax Act art. 63 (2), Decree art. 111 (2)); `sector` begins
    with a section or a division of the classification of industries."""
    rows = parameter("tax.simplified.sectors", on=on)
    for row in rows:
        if any(sector.startswith(prefix) for prefix in row["sectors"]):
            return int(row["percent"])
    return int(next(row["percent"] for row in rows if OTHER in row["sectors"]))


def assess_simplified(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Turnover with tax, times the sector's rate, times ten percent, less the credits, never below nothing (arts. 63, 69)."""
    turnover = facts.sales_invoiced + facts.sales_card + facts.sales_other
    charged = turnover * facts.simplified_rate // 1000
    input_credit, deemed = _input(facts, until), _deemed(facts, turnover, until)
    left = excess(of=charged, over=input_credit + deemed)
    card = least(of=_card_credit(facts, until), and_=left)
    electronic = least(of=facts.e_filed, and_=1) * won("tax.vat.electronic_filing", on=until)
    electronic = least(of=electronic, and_=left - card)
    reached = left - card - electronic
    months = where(condition=facts.months > 0, then=facts.months, otherwise=facts.months * 0 + YEAR)
    exempt = turnover * YEAR < months * won("tax.simplified.exempt_below", on=until)
    tax = where(condition=exempt, then=reached * 0, otherwise=reached)
    steps = (
        Step(code="vat.simplified.charged", amount=charged, cite="Value-Added Tax Act art. 63 (2)"),
        Step(code="vat.simplified.input", amount=input_credit, cite="Value-Added Tax Act art. 63 (3)"),
        Step(code="vat.simplified.deemed_input", amount=deemed, cite="Value-Added Tax Act art. 65, until 2021-06-30"),
        Step(code="vat.simplified.card_credit", amount=card, cite="Value-Added Tax Act arts. 46 (1), 63 (6)"),
        Step(
            code="vat.simplified.electronic",
            amount=electronic,
            cite="Restriction of Special Taxation Act art. 104-8 (2)",
        ),
        Step(code="vat.simplified.exempt", amount=reached - tax, cite="Value-Added Tax Act art. 69 (1)"),
        Step(code="vat.simplified.tax", amount=tax, cite="Value-Added Tax Act arts. 63, 67, 69"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)


def _input(facts: VatFacts[W], until: date) -> W:
    """Art. 63 (3): a share of what was bought with invoices, tax included; before the reform the tax times the sector's
    rate."""
    rules: Mapping[str, int] = parameter("tax.simplified.input", on=until)
    tax = facts.purchases_invoiced_tax + facts.purchases_card_tax + facts.imports_tax
    gross = facts.purchases_invoiced + facts.purchases_card + facts.imports + tax
    bought = excess(of=gross, over=facts.not_deductible_tax * ELEVEN)
    if rules["by_rate"]:
        return excess(of=tax, over=facts.not_deductible_tax) * facts.simplified_rate // 100
    return share(of=bought, rate=rules["share"])


def _deemed(facts: VatFacts[W], turnover: W, until: date) -> W:
    """Art. 65 as it stood until 2021-06-30: restaurants 8/108 (9/109 up to a turnover), makers 6/106; gone since."""
    rules: Mapping[str, int] = parameter("tax.simplified.deemed", on=until)
    bought = facts.deemed_purchases
    lower = turnover <= rules["middle_base"]
    food = where(
        condition=lower,
        then=bought * rules["food_middle"] // (100 + rules["food_middle"]),
        otherwise=bought * rules["food"] // (100 + rules["food"]),
    )
    made = bought * rules["manufacturer"] // (100 + rules["manufacturer"])
    other = where(condition=facts.manufacturer > 0, then=made, otherwise=made * 0)
    return where(condition=facts.restaurant > 0, then=food, otherwise=other)


def _card_credit(facts: VatFacts[W], until: date) -> W:
    """Art. 46 (1): restaurants had twice the rate until 2021-06-30."""
    rules: Mapping[str, int] = parameter("tax.vat.card_credit", on=until)
    plain = share(of=facts.sales_card, rate=rules["rate"])
    food = share(of=facts.sales_card, rate=rules["rate_simplified_food"])
    credit = where(condition=facts.restaurant > 0, then=food, otherwise=plain)
    left = excess(of=facts.card_credit_used * 0 + rules["ceiling"], over=facts.card_credit_used)
    return least(of=credit, and_=left)
