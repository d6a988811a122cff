"""Amounts as people read them."""

from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language

from madang.framework.law.active import pack
from madang.framework.values import Money


def written(amount: Money, *, language: str = "") -> str:
    """The amount as `language` (by default the active one) writes it, with the currency's own number of decimals."""
    here = pack()
    major = Decimal(amount.minor)
    own = amount.currency == here.currency
    if own:
        major = major.scaleb(-here.currency_digits)
    locale = (language or get_language() or "en").split("-")[0]
    decimals = here.currency_digits if own else 0
    pattern = "¤#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_currency(major, amount.currency, format=pattern, locale=locale, currency_digits=False))
