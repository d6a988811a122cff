"""Published examples of VAT, corporate tax, penalties and interest, in the words of their sources
(`worked_examples/levies.yaml`)."""

from datetime import date

from madang.systems.tax.domain import corporate, penalties, vat
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.calendar import obligation_of
from madang.systems.tax.domain.words import Role, Tax


def value_added(*, until: date, **facts: int) -> Assessed[int]:
    """The tax of a period that ends on `until`."""
    return vat.assess_vat(facts=vat.from_amounts(facts), until=until)


def company(*, period_from: date, period_until: date, **facts: int) -> Assessed[int]:
    """The tax of a corporation's business year."""
    known = corporate.from_amounts(facts)
    return corporate.assess_corporate(facts=known, period_from=period_from, period_until=period_until)


def filing_penalty(*, fault: str, due_on: date, filed_on: date | None = None, tax: str = "income", **facts: int) -> int:
    """The penalty for not filing or reporting too little."""
    return penalties.penalty_for_filing(
        tax=Tax(tax),
        facts=penalties.filing_facts(facts),
        fault=penalties.FilingFault(fault),
        due_on=due_on,
        filed_on=filed_on,
    ).tax


def payment_penalty(*, unpaid: int, due_on: date, paid_on: date) -> int:
    """The penalty for paying late without a notice."""
    return penalties.penalty_for_payment(unpaid=unpaid, due_on=due_on, paid_on=paid_on).tax


def interest(*, refund: int, starts_on: date, paid_on: date) -> int:
    """The interest on a refund."""
    return penalties.refund_interest(refund=refund, starts_on=starts_on, paid_on=paid_on).tax


def due(*, role: str, tax: str, period: str, corporate: bool = False) -> date | None:
    """The last day to file for a period."""
    roles = {Role(role)} | ({Role.CORPORATE} if corporate else set())
    found = obligation_of(roles=roles, tax=Tax(tax), period=period)
    return found.due_on if found else None
