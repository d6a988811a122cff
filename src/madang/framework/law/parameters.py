"""What the law of the active country says on a day. The format of the files is told in `reading`."""

from datetime import date
from typing import Any

from madang.framework.law.active import pack
from madang.framework.law.reading import NoSuchParameter, Parameter, ParameterEnded, ParameterNotYetInForce

__all__ = [
    "NoSuchParameter",
    "ParameterEnded",
    "ParameterNotYetInForce",
    "citation",
    "find",
    "parameter",
    "parameter_or_none",
]


def find(key: str) -> Parameter:
    """The parameter of the active country. Raises NoSuchParameter."""
    here = pack()
    try:
        return here.parameters[key]
    except KeyError:
        raise NoSuchParameter(f"The pack '{here.code}' has no parameter '{key}'.") from None


def parameter(key: str, *, on: date) -> Any:
    """The value on that day: Money for a currency unit, int for days and counts, Decimal for ratios and percents,
    else text, date, bool or a read-only table. Raises NoSuchParameter, ParameterNotYetInForce, ParameterEnded."""
    return find(key).on(on).value


def parameter_or_none(key: str, *, on: date) -> Any:
    """As `parameter`, but None when the law that set it had not begun or had ended. An unknown key raises NoSuchParameter."""
    found = find(key)
    try:
        return found.on(on).value
    except (ParameterNotYetInForce, ParameterEnded):
        return None


def citation(key: str, *, on: date) -> str:
    """The law and article that set the value in force on that day."""
    return find(key).on(on).cite
