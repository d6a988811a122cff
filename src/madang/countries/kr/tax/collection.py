"""The order of collection and payment in parts."""

from collections.abc import Sequence
from datetime import date

from madang.countries.kr.tax.rates import rate, won
from madang.countries.kr.tax.terms import after_months, moved
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import share
from madang.systems.tax.domain.collection import (
    ALLOCATE_PAYMENT,
    PLAN_INSTALMENTS,
    Debt,
    DebtKind,
    Instalment,
    Settled,
    settle_in_order,
)
from madang.systems.tax.domain.words import Tax

ORDER = (DebtKind.COSTS, DebtKind.TAX, DebtKind.PENALTY)
ALLOCATION = "National Tax Collection Act art. 3"
# Months that the second part may wait: Income Tax Act art. 77; Corporate Tax Act art. 64 (2), for small enterprises.
WAITS = {Tax.INCOME: (2, 2), Tax.CORPORATE: (1, 2), Tax.LOCAL_INCOME: (2, 2)}
CITES = {
    Tax.INCOME: "Income Tax Act art. 77, Decree art. 140",
    Tax.CORPORATE: "Corporate Tax Act art. 64 (2), Decree art. 101 (2)",
}


@fills(ALLOCATE_PAYMENT)
def allocate_payment(*, paid: int, debts: Sequence[Debt], on: date) -> tuple[Settled, ...]:
    """Costs of collection, then taxes, then penalties (National Tax Collection Act art. 3). Within a kind the Act is
    silent: what was due first comes first, for its limitation ends first."""
    ordered = sorted(debts, key=lambda debt: (ORDER.index(debt.kind), debt.due_on, debt.number))
    return settle_in_order(paid=paid, debts=ordered, cite=ALLOCATION)


@fills(PLAN_INSTALMENTS)
def plan_instalments(*, tax: Tax, payable: int, due_on: date, small: bool) -> tuple[Instalment, ...]:
    """Income and corporate tax above ten million won: what is above it, and above twenty million up to a half, may wait."""
    cite = CITES.get(tax)
    if cite is None:
        return (Instalment(minor=payable, due_on=due_on, cite="Framework Act on National Taxes art. 47-4"),)
    floor = won("tax.collection.instalments_above", on=due_on)
    if payable <= floor:
        return (Instalment(minor=payable, due_on=due_on, cite=cite),)
    half = share(of=payable, rate=rate("tax.collection.instalments_most", on=due_on))
    later = payable - floor if payable <= 2 * floor else half
    second = moved(after_months(due_on, WAITS[tax][small]))
    return (
        Instalment(minor=payable - later, due_on=due_on, cite=cite),
        Instalment(minor=later, due_on=second, cite=cite),
    )
