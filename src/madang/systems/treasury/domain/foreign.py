"""Deals in a foreign currency.

IPSAS 4: a deal is recorded at the rate of its day (par. 24); monetary items are translated at the closing rate, what is not
money keeps the rate of its day (par. 27); differences are in the surplus of the period (par. 32). Here money stays in its own
currency, what is not money is turned into the state's, and an exchange position stands between the two, so that each currency
of an entry balances by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from madang.framework.money.domain.journal import Posting
from madang.framework.values import Money

POSITION, VALUE = "exchange.position", "exchange.value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one minor unit of a currency is worth in minor units of the state's own."""

    currency: str
    home: str
    value: Decimal


def converted(*, amount: Money, rate: Rate) -> Money:
    """The amount in the state's currency, half to even."""
    return Money(int((amount.minor * rate.value).to_integral_value(ROUND_HALF_EVEN)), rate.home)


def across(*, postings: tuple[Posting, ...], rate: Rate, monetary: Callable[[str], bool]) -> tuple[Posting, ...]:
    """The postings, with what is not money turned into the state's currency and the exchange position between."""
    turned = [
        one
        if one.amount.currency == rate.home or monetary(one.account)
        else Posting(one.account, converted(amount=one.amount, rate=rate), one.fund, one.coding)
        for one in postings
    ]
    totals: dict[tuple[str, str], int] = {}
    for one in turned:
        key = (one.fund, one.amount.currency)
        totals[key] = totals.get(key, 0) + one.amount.minor
    between = [
        Posting(VALUE if currency == rate.home else POSITION, Money(-minor, currency), fund)
        for (fund, currency), minor in sorted(totals.items())
        if minor
    ]
    return (*turned, *between)
