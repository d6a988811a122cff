"""Hanbit's other taxes (Revenue Act of Hanbit, fictional): simple on purpose, and for no slot as Korea has it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from madang.framework.law import fills, next_working_day, not_applicable, parameter
from madang.systems.tax.domain.arithmetic import W, excess, least, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.calendar import OBLIGATIONS, Obligation, entry
from madang.systems.tax.domain.collection import (
    ALLOCATE_PAYMENT,
    PLAN_INSTALMENTS,
    Debt,
    Instalment,
    Settled,
    settle_in_order,
)
from madang.systems.tax.domain.corporate import ASSESS_CORPORATE, CorporateFacts
from madang.systems.tax.domain.penalties import (
    PENALTY_FOR_FILING,
    PENALTY_FOR_PAYMENT,
    REFUND_INTEREST,
    FilingFacts,
    FilingFault,
)
from madang.systems.tax.domain.simplified import SIMPLIFIED_RATE
from madang.systems.tax.domain.vat import ASSESS_VAT, VatFacts
from madang.systems.tax.domain.words import Role, Tax

THOUSAND = 1000
FILING_DAYS = 30

SIMPLIFIED = not_applicable(SIMPLIFIED_RATE, "Hanbit taxes every trader in the one way of its Revenue Act s. 20.")
INTEREST = not_applicable(
    REFUND_INTEREST, "Hanbit pays refunds back within ten days and without interest (Revenue Act s. 52)."
)


@fills(ASSESS_VAT)
def assess_vat(*, facts: VatFacts[W], until: date) -> Assessed[W]:
    """Output tax less input tax (Revenue Act of Hanbit s. 20, fictional)."""
    rate = int(parameter("tax.levies.vat", on=until) * 100)
    out = share(of=facts.sales_invoiced + facts.sales_card + facts.sales_other, rate=rate)
    paid = facts.purchases_invoiced_tax + facts.purchases_card_tax + facts.imports_tax
    tax = out - excess(of=paid, over=facts.not_deductible_tax)
    steps = (
        Step(code="vat.output", amount=out, cite="Revenue Act s. 20"),
        Step(code="vat.input", amount=paid, cite="Revenue Act s. 21"),
        Step(code="vat.tax", amount=tax, cite="Revenue Act s. 20"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=facts.prepaid, payable=tax - facts.prepaid)


@fills(ASSESS_CORPORATE)
def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """One rate on the year's income less losses (Revenue Act of Hanbit s. 30)."""
    base = excess(of=facts.income, over=facts.losses_carried + facts.exempt_income + facts.deductions)
    computed = share(of=base, rate=int(parameter("tax.levies.corporate", on=period_from) * 100))
    tax = excess(of=computed, over=facts.credits + facts.credits_limited)
    prepaid = facts.withheld + facts.prepaid
    steps = (
        Step(code="corporate.base", amount=base, cite="Revenue Act s. 30"),
        Step(code="corporate.computed", amount=computed, cite="Revenue Act s. 30"),
        Step(code="corporate.tax", amount=tax, cite="Revenue Act s. 31"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)


@fills(PENALTY_FOR_FILING)
def penalty_for_filing(
    *, tax: Tax, facts: FilingFacts[W], fault: FilingFault, due_on: date, filed_on: date | None, foreseen: bool
) -> Assessed[W]:
    """A tenth of what was not said, a half of what was hidden (Revenue Act of Hanbit s. 50)."""
    plain = int(parameter("tax.levies.unreported", on=due_on) * 100)
    fraud = int(parameter("tax.levies.hidden", on=due_on) * 100)
    open_part = excess(of=facts.unreported, over=facts.unreported_by_fraud)
    penalty = share(of=open_part, rate=plain) + share(of=facts.unreported_by_fraud, rate=fraud)
    steps = (Step(code="penalty.reduced", amount=penalty, cite="Revenue Act s. 50"),)
    return Assessed(steps=steps, tax=penalty, prepaid=penalty * 0, payable=penalty)


@fills(PENALTY_FOR_PAYMENT)
def penalty_for_payment(
    *,
    unpaid: W,
    withheld: bool,
    due_on: date,
    paid_on: date,
    notified_on: date | None,
    notice_due_on: date | None,
) -> Assessed[W]:
    """A thousandth for each week begun, never more than a fifth (Revenue Act of Hanbit s. 51)."""
    weeks = max(0, -((due_on - paid_on).days // 7))
    grown = unpaid * (weeks * int(parameter("tax.levies.late_a_week", on=due_on))) // THOUSAND
    penalty = least(of=grown, and_=share(of=unpaid, rate=int(parameter("tax.levies.late_most", on=due_on) * 100)))
    steps = (
        Step(code="penalty.unpaid", amount=unpaid, cite="Revenue Act s. 51"),
        Step(code="penalty.payment", amount=penalty, cite="Revenue Act s. 51"),
    )
    return Assessed(steps=steps, tax=penalty, prepaid=penalty * 0, payable=penalty)


@fills(ALLOCATE_PAYMENT)
def allocate_payment(*, paid: int, debts: Sequence[Debt], on: date) -> tuple[Settled, ...]:
    """The oldest first, whatever it is (Revenue Act of Hanbit s. 53)."""
    ordered = sorted(debts, key=lambda debt: (debt.due_on, debt.number))
    return settle_in_order(paid=paid, debts=ordered, cite="Revenue Act s. 53")


@fills(PLAN_INSTALMENTS)
def plan_instalments(*, tax: Tax, payable: int, due_on: date, small: bool) -> tuple[Instalment, ...]:
    """A small enterprise may pay a half thirty days later (Revenue Act of Hanbit s. 54)."""
    cite = "Revenue Act s. 54"
    later = payable // 2 if small else 0
    parts = [Instalment(minor=payable - later, due_on=due_on, cite=cite)]
    if later:
        parts.append(Instalment(minor=later, due_on=next_working_day(due_on + timedelta(days=FILING_DAYS)), cite=cite))
    return tuple(parts)


@fills(OBLIGATIONS)
def obligations(*, roles: Collection[Role], year: int) -> Iterator[Obligation]:
    """Every tax but the monthly withholding is filed once a year, thirty days after its end (Revenue Act of Hanbit s. 40)."""
    yearly = {
        Tax.INCOME: {Role.INCOME},
        Tax.VAT: {Role.VAT_GENERAL, Role.VAT_SIMPLIFIED},
        Tax.CORPORATE: {Role.CORPORATE},
    }
    for tax, bound in yearly.items():
        if bound & set(roles):
            yield _entry(tax, f"{year}", date(year + 1, 1, 1))
    if Role.WITHHOLDING_AGENT in roles:
        for month in range(1, 13):
            following = date(year + month // 12, month % 12 + 1, 1)
            yield _entry(Tax.WITHHOLDING, f"{year}-{month:02}", following)


def _entry(tax: Tax, period: str, following: date) -> Obligation:
    due_on = next_working_day(following + timedelta(days=FILING_DAYS - 1))
    return entry(tax=tax, period=period, due_on=due_on, cite="Revenue Act s. 40")
