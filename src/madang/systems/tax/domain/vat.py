"""Facts of one business's period of value-added tax, and the slot in which a country makes tax of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, cast

from madang.framework.law import Slot, slot
from madang.systems.tax.domain.arithmetic import W, excess, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.facts import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class VatFacts(Generic[W]):
    """Whole minor units of one period, without tax unless the name says so; none negative."""

    sales_invoiced: W
    """At the standard rate, with tax invoices."""
    sales_card: W
    """At the standard rate, by cards and cash receipts, without tax."""
    sales_other: W
    sales_zero_rated: W
    sales_reduced: W
    """At a reduced rate, where a country has one."""
    sales_exempt: W
    bad_debts: W
    """With tax: uncollectable, whose tax may be deducted."""
    purchases_invoiced: W
    purchases_invoiced_tax: W
    purchases_capital: W
    """Of the purchases, fixed assets."""
    purchases_capital_tax: W
    purchases_card: W
    purchases_card_tax: W
    imports: W
    imports_tax: W
    not_deductible_tax: W
    deemed_purchases: W
    """Untaxed farm, sea and forest products bought for taxed supplies (in Korea 의제매입)."""
    prepaid: W
    e_filed: W
    """1 where the return is filed electronically."""
    simplified: W
    """1 where the business is taxed in the simplified way; then sales are with tax."""
    simplified_rate: W
    """The value-added rate of its sector, in percent, for the simplified way."""
    restaurant: W
    """1 where the sector is of food and lodging."""
    months: W
    """Of the period, how many months the business was open; nothing counts as the whole period."""
    corporation: W
    """1 for a corporation."""
    manufacturer: W
    """1 where the sector is manufacturing (in Korea of a small or medium-sized enterprise or a sole trader)."""
    sales_last_year: W
    """Supplies of the calendar year before, without tax."""
    card_credit_used: W
    """Of the year's credit for card sales, what earlier periods of the same year took."""


def from_amounts(amounts: Mapping[str, int]) -> VatFacts[int]:
    """Facts of one business; what is not named is nothing. Raises KeyError for an unknown fact, ValueError below zero."""
    return filled(kind=VatFacts, amounts=amounts)


class AssessVat(Protocol):
    """Assess a period of value-added tax under the law of its last day."""

    def __call__(self, *, facts: VatFacts[W], until: date) -> Assessed[W]: ...


ASSESS_VAT: Slot[AssessVat] = slot("tax.assess_vat", AssessVat)


def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """What the active country's law makes of a period. Raises SlotUnfilled, SlotNotApplicable, ParameterNotYetInForce."""
    return cast("Assessed[W]", ASSESS_VAT(facts=facts, until=until))


def at_two_rates(*, facts: VatFacts[W], standard: int, reduced: int, cites: tuple[str, str, str, str]) -> Assessed[W]:
    """The tax on supplies at two rates in ten-thousandths less that on purchases and imports; for countries to call. `cites`
    are the articles of both rates, of what is set off, and of what is to be paid."""
    output = share(of=facts.sales_invoiced + facts.sales_card + facts.sales_other, rate=standard)
    less = share(of=facts.sales_reduced, rate=reduced)
    paid = facts.purchases_invoiced_tax + facts.purchases_card_tax + facts.imports_tax
    allowed = excess(of=paid, over=facts.not_deductible_tax)
    tax = output + less - allowed
    steps = tuple(
        Step(code=f"vat.{code}", amount=amount, cite=cite)
        for code, amount, cite in zip(
            ("output", "reduced", "input", "tax"), (output, less, allowed, tax), cites, strict=True
        )
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)
