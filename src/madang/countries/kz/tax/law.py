"""Where Kazakhstan fills the slots of tax: the Tax Code of 2017 until 2025, the Tax Code of 2025 (Law No. 214-VIII) since
2026."""

from collections.abc import Sequence
from datetime import date

from madang.countries.kz.tax.corporate import assess_corporate
from madang.countries.kz.tax.income import assess_income
from madang.countries.kz.tax.obligations import obligations
from madang.countries.kz.tax.vat import assess_vat
from madang.framework.law import fills, not_applicable
from madang.systems.tax.domain.collection import (
    ALLOCATE_PAYMENT,
    PLAN_INSTALMENTS,
    Debt,
    DebtKind,
    Instalment,
    Settled,
    settle_in_order,
)
from madang.systems.tax.domain.penalties import PENALTY_FOR_FILING, PENALTY_FOR_PAYMENT, REFUND_INTEREST
from madang.systems.tax.domain.simplified import SIMPLIFIED_RATE
from madang.systems.tax.domain.words import Tax

__all__ = ["assess_corporate", "assess_income", "assess_vat", "obligations"]

SIMPLIFIED = not_applicable(
    SIMPLIFIED_RATE,
    "Kazakhstan's special regimes tax turnover in place of income; none reckons VAT by a rate of the sector.",
)
LATE_FILING = not_applicable(
    PENALTY_FOR_FILING,
    "Filing late or too little is an administrative offence (Code on Administrative Offences arts. 272, 278), "
    "fined by its own procedure.",
)
LATE_PAYMENT = not_applicable(
    PENALTY_FOR_PAYMENT,
    "The penalty follows the base rate of the National Bank day by day; this pack does not have its dated rates yet.",
)
INTEREST = not_applicable(
    REFUND_INTEREST,
    "Interest on late refunds follows the base rate of the National Bank; this pack does not have its dated rates yet.",
)
ORDER = (DebtKind.COSTS, DebtKind.TAX, DebtKind.PENALTY)


@fills(ALLOCATE_PAYMENT)
def allocate_payment(*, paid: int, debts: Sequence[Debt], on: date) -> tuple[Settled, ...]:
    """The tax owed, then penalties, then fines (Tax Code of 2017 art. 115), the oldest first; what collection cost comes
    before."""
    ordered = sorted(debts, key=lambda debt: (ORDER.index(debt.kind), debt.due_on, debt.number))
    return settle_in_order(paid=paid, debts=ordered, cite="Tax Code of 2017 art. 115")


@fills(PLAN_INSTALMENTS)
def plan_instalments(*, tax: Tax, payable: int, due_on: date, small: bool) -> tuple[Instalment, ...]:
    """In one sum: payment in parts needs the office's leave (Tax Code of 2017 arts. 49 to 51)."""
    return (Instalment(minor=payable, due_on=due_on, cite="Tax Code of 2017 arts. 49 to 51"),)
