"""Amounts and numbers as messages write them, and as the domain holds them."""

import re
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import digits_of, main_units

NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})")
CURRENCY = re.compile(r"[A-Z]{3}")


class TooFine(ValueError):
    """An amount has more decimals than its currency has."""


def digits(currency: str) -> int:
    """Decimals of a currency."""
    return digits_of(currency=currency)


def number(*, text: str) -> Decimal | None:
    """A plain decimal number without an exponent; None where the text is none."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def money(*, value: Decimal, currency: str) -> Money:
    """The amount in minor units, exactly. Raises TooFine."""
    scaled = value.scaleb(digits(currency))
    if scaled != scaled.to_integral_value():
        raise TooFine(f"{currency} has {digits(currency)} decimals.")
    return Money(int(scaled), currency)


def plain(value: Decimal) -> str:
    """A decimal without an exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def major(amount: Money) -> str:
    """The amount in the currency's main unit, with all its decimals."""
    return f"{main_units(amount=amount):f}"
