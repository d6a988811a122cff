"""Figures in the steps of an assessment: kept with it, so the same in every language."""

from decimal import Decimal

from babel.numbers import format_decimal


def written(*, number: Decimal) -> str:
    """With separators of thousands and up to six decimals."""
    return format_decimal(number, format="#,##0.######", locale="en")
