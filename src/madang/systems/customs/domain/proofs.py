"""Proofs of origin of an item: which documents are such, until when they may be used, and when none is asked for."""

from datetime import date
from decimal import Decimal

from madang.framework.law import pack
from madang.framework.values import Money
from madang.framework.values.months import add_months
from madang.systems.customs.domain.declaration import Declaration, Document, Item
from madang.systems.customs.domain.exchange_rates import NoExchangeRate, converted, exchange_rate
from madang.systems.customs.domain.regimes import Regime, regimes


def proofs_of(*, item: Item) -> tuple[Document, ...]:
    """The proofs of origin of an item: those so named, and documents of a kind that some regime takes for one."""
    kinds = frozenset[str]().union(*(regime.proofs for regime in regimes().values()))
    return (*item.proofs, *(document for document in item.documents if document.type in kinds))


def is_over(*, proof: Document, regime: Regime, on: date) -> bool:
    """Whether a proof whose day is told can no longer be used: the agreement's months after its issue are over."""
    months = regime.agreement.months if regime.agreement else None
    if months is None or proof.issued_on is None:
        return False
    return on > add_months(day=proof.issued_on, months=months)


def is_waived(*, declaration: Declaration, regime: Regime, on: date) -> bool:
    """Whether the agreement asks for no proof, for the goods are worth so little (FTA Customs Act Decree art. 10; RCEP art.
    3.22 (3)). What it grants for private use only is not granted here: a declaration does not say what goods are for."""
    waiver = regime.agreement.waiver if regime.agreement else None
    if waiver is None or waiver.private:
        return False
    try:
        worth = sum((_own(item.price, on) for item in declaration.items if item.price is not None), Decimal(0))
        return all(item.price is not None for item in declaration.items) and worth <= _own(waiver.amount, on)
    except NoExchangeRate:
        return False


def _own(amount: Money, on: date) -> Decimal:
    """In minor units of the country's money."""
    into = pack().currency
    if amount.currency == into:
        return Decimal(amount.minor)
    return converted(amount=amount, into=into, rate=exchange_rate(currency=amount.currency, on=on).worth)
