"""Amounts as people read them."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language

from madang.framework.law.active import pack
from madang.framework.values import Money


def written(amount: Money, *, language: str = "") -> str:
    """The amount as `language` (by default the active one) writes it, with the currency's own number of decimals."""
    here = pack()
    # CLDR knows the world's currencies; the country's own may be one that it does not know.
    decimals = here.currency_digits if amount.currency == here.currency else get_currency_precision(amount.currency)
    major = Decimal(amount.minor).scaleb(-decimals)
    locale = (language or get_language() or "en").split("-")[0]
    pattern = "¤#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_currency(major, amount.currency, format=pattern, locale=locale, currency_digits=False))
