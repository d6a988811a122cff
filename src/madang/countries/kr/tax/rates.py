"""Rates of Korea's parameters as whole numbers, for arithmetic without a float."""

from datetime import date
from decimal import Decimal

from madang.framework.law import parameter, parameter_or_none
from madang.systems.tax.domain.arithmetic import Bracket


def rate(key: str, *, on: date) -> int:
    """A percentage in ten-thousandths; all rates of the law are whole ones."""
    return int(Decimal(parameter(key, on=on)) * 100)


def won(key: str, *, on: date) -> int:
    """An amount in won."""
    return int(parameter(key, on=on).minor)


def brackets(key: str, *, on: date) -> tuple[Bracket, ...]:
    """The brackets in force on that day; none where the law did not have them yet."""
    rows = parameter_or_none(key, on=on) or ()
    return tuple(Bracket(above=row["above"], rate=row["rate"]) for row in rows)
