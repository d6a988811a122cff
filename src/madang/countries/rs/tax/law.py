"""Where Serbia fills the slots of tax."""

from collections.abc import Sequence
from datetime import date

from madang.countries.rs.tax.corporate import assess_corporate
from madang.countries.rs.tax.income import assess_income
from madang.countries.rs.tax.obligations import obligations
from madang.countries.rs.tax.vat import assess_vat
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
    "Small traders in Serbia stay outside VAT (VAT Act art. 33); nobody reckons it by a rate of the sector.",
)
LATE_FILING = not_applicable(
    PENALTY_FOR_FILING,
    "Filing late or too little is a tax misdemeanour (Act on Tax Procedure arts. 177 to 179), fined by its own procedure.",
)
LATE_PAYMENT = not_applicable(
    PENALTY_FOR_PAYMENT,
    "Interest follows the reference rate of the National Bank and ten points more (Act on Tax Procedure art. 75); "
    "this pack does not have the dated rates yet.",
)
INTEREST = not_applicable(
    REFUND_INTEREST,
    "Interest follows the reference rate of the National Bank and ten points more (Act on Tax Procedure art. 75); "
    "this pack does not have the dated rates yet.",
)
ORDER = (DebtKind.TAX, DebtKind.PENALTY, DebtKind.COSTS)


@fills(ALLOCATE_PAYMENT)
def allocate_payment(*, paid: int, debts: Sequence[Debt], on: date) -> tuple[Settled, ...]:
    """The principal, then interest, then the costs of collection (Act on Tax Procedure art. 70), the oldest first."""
    ordered = sorted(debts, key=lambda debt: (ORDER.index(debt.kind), debt.due_on, debt.number))
    return settle_in_order(paid=paid, debts=ordered, cite="Act on Tax Procedure and Tax Administration art. 70")


@fills(PLAN_INSTALMENTS)
def plan_instalments(*, tax: Tax, payable: int, due_on: date, small: bool) -> tuple[Instalment, ...]:
    """In one sum: payment in parts needs the office's leave (Act on Tax Procedure art. 73)."""
    return (Instalment(minor=payable, due_on=due_on, cite="Act on Tax Procedure and Tax Administration art. 73"),)
