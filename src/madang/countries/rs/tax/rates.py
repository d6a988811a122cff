"""Serbia's parameters as whole numbers."""

from datetime import date
from decimal import Decimal

from madang.framework.law import parameter


def rate(key: str, *, on: date) -> int:
    """A percentage in ten-thousandths."""
    return int(Decimal(parameter(key, on=on)) * 100)


def para(key: str, *, on: date) -> int:
    """An amount in para."""
    return int(parameter(key, on=on).minor)
