"""Kazakhstan's parameters as whole numbers."""

from datetime import date
from decimal import Decimal

from madang.framework.law import parameter


def rate(key: str, *, on: date) -> int:
    """A percentage in ten-thousandths."""
    return int(Decimal(parameter(key, on=on)) * 100)


def index(*, on: date, times: int) -> int:
    """So many monthly calculation indices (МРП) of the year, in tiyn."""
    return int(parameter("tax.indices.monthly", on=date(on.year, 1, 1)).minor) * times
