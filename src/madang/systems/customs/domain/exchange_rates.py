"""Foreign amounts in the country's money, at the rate that the law names for the day of the declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision

from madang.framework.law import Slot, slot
from madang.framework.values import Money


class NoExchangeRate(LookupError):
    """The country has no rate of this currency for that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """What one main unit of a currency is worth in main units of the country's, from which day on, by which article."""

    currency: str
    worth: Decimal
    since: date
    cite: str


NOT_CURRENCIES = ("week", "source", "note")
"""What else stands in a row of a pack's weeks (`customs/exchange_rates.csv`)."""
EXCHANGE_RATE: Slot[Callable[..., ExchangeRate]] = slot("customs.exchange_rate")


def exchange_rate(*, currency: str, on: date) -> ExchangeRate:
    """The rate of the week. Raises NoExchangeRate."""
    return EXCHANGE_RATE.filled(currency=currency, on=on)


@lru_cache(maxsize=512)
def digits_of(*, currency: str) -> int:
    """The decimals of a currency as CLDR counts those in use: for some, such as RSD, fewer than ISO 4217."""
    return int(get_currency_precision(currency))


def main_units(*, amount: Money) -> Decimal:
    """The amount in main units of its currency, with all its decimals."""
    return Decimal(amount.minor).scaleb(-digits_of(currency=amount.currency))


def of_main_units(*, number: Decimal, currency: str) -> Money:
    """So many main units as an amount; a fraction of the smallest unit is left out."""
    return Money(whole(amount=number.scaleb(digits_of(currency=currency))), currency)


def converted(*, amount: Money, into: str, rate: Decimal) -> Decimal:
    """The amount in minor units of another currency, exact."""
    return (main_units(amount=amount) * rate).scaleb(digits_of(currency=into))


def whole(*, amount: Decimal) -> int:
    """Whole minor units; a fraction is left out."""
    return int(amount.to_integral_value(rounding=ROUND_DOWN))
