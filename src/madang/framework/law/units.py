"""What a parameter's unit makes of the written value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from madang.framework.values import Money

COUNTED = frozenset({"days", "working_days", "calendar_days", "months", "years", "hours", "minutes", "people", "count"})
MEASURED = frozenset({"ratio", "percent", "square_metres"})
# More than any state's budget in its smallest unit; a longer number is a slip, and too long to reckon with.
MOST_DIGITS = 24
PLAIN = frozenset({"text", "date", "flag", "table"})


class ValueUnfit(ValueError):
    """The written value does not fit its unit; the text says why."""


def is_currency(unit: str) -> bool:
    """Whether the unit is an ISO 4217-like code."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def unit_known(unit: str) -> bool:
    """Whether values of this unit can be read."""
    return is_currency(unit) or unit in COUNTED | MEASURED | PLAIN


def value_of(*, written: Any, unit: str, digits: int) -> Any:
    """`written` in Python: Money for a currency (`digits` decimals), int for counts, Decimal for measures.

    Raises ValueUnfit. Tables come back read-only.
    """
    if is_currency(unit):
        return Money(_minor(written, digits), unit)
    if unit in COUNTED:
        return _count(written)
    if unit in MEASURED:
        return _decimal(written)
    if unit == "table":
        return _frozen(written)
    kind = {"text": str, "date": date, "flag": bool}[unit]
    if not isinstance(written, kind):
        raise ValueUnfit(f"'{written}' is no {unit}")
    return written


def _decimal(written: Any) -> Decimal:
    if isinstance(written, bool) or not isinstance(written, int | str | Decimal):
        raise ValueUnfit(f"'{written}' is no number")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise ValueUnfit(f"'{written}' is no number") from None
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueUnfit(f"'{written}' is no number that a law could mean")
    return number


def _minor(written: Any, digits: int) -> int:
    scaled = _decimal(written).scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise ValueUnfit(f"'{written}' has more than {digits} decimals")
    return int(scaled)


def _count(written: Any) -> int:
    if type(written) is not int or written < 0:
        raise ValueUnfit(f"'{written}' is no whole number of zero or more")
    return written


def _frozen(written: Any) -> Any:
    if isinstance(written, Mapping):
        return MappingProxyType({key: _frozen(value) for key, value in written.items()})
    if isinstance(written, list):
        return tuple(_frozen(value) for value in written)
    return written
