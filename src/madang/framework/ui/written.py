"""Dates, numbers, money as the reader's language in the active country writes them (CLDR by babel)."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision
from django.conf import settings
from django.utils import timezone, translation

from madang.framework.values import Money


@lru_cache(maxsize=32)
def _locale(language: str, territory: str) -> Locale:
    """The CLDR locale of a language in a country; the bare language where CLDR has no such pair."""
    for name in (f"{language}_{territory}", language, "en"):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def locale() -> Locale:
    """The locale of this request."""
    language = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return _locale(language, settings.MADANG_COUNTRY.upper())


@lru_cache(maxsize=4096)
def _amount(minor: int, currency: str, where: Locale) -> str:
    digits = get_currency_precision(currency)
    return format_currency(Decimal(minor).scaleb(-digits), currency, locale=where)


def money(value: Money) -> str:
    """An amount with its currency sign."""
    return _amount(value.minor, value.currency, locale())


@lru_cache(maxsize=4096)
def _day(value: date, where: Locale) -> str:
    return format_date(value, format="long", locale=where)


def day(value: date | datetime, *, where: Locale | None = None) -> str:
    """A date in words; an instant is first seen in the country's time zone. `where` saves a list the asking for each row."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _day(value, where or locale())


def moment(value: datetime) -> str:
    """A date and time to the minute in the country's time zone."""
    there = timezone.localtime(value)
    return f"{_day(there.date(), locale())} {format_time(there, format='HH:mm', locale=locale())}"


def number(value: int | float | Decimal) -> str:
    """A number with separators."""
    return format_decimal(value, locale=locale())
