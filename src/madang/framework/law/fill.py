"""Typed dataclasses filled from dated parameters."""

import dataclasses
import types
import typing
from datetime import date
from typing import Any, TypeVar

from madang.framework.law.faults import LawFault, PackFaulty
from madang.framework.law.parameters import NoSuchParameter, ParameterEnded, parameter

T = TypeVar("T")


def parameters(table: type[T], *, key: str, on: date) -> T:
    """`table` (a frozen dataclass) with each field from the parameter `<key>.<field>` on that day.

    A field that is itself a dataclass takes `<key>.<field>.…`. A field that may be None stands for law that had not begun or
    has ended. Raises PackFaulty with every missing or misfitting field.
    """
    faults: list[LawFault] = []
    made = _fill(table, key, on, faults)
    if faults:
        raise PackFaulty(code=key, faults=faults)
    return typing.cast("T", made)


def _fill(table: type[Any], key: str, on: date, faults: list[LawFault]) -> Any:
    hints = typing.get_type_hints(table)
    before = len(faults)
    values = {
        place.name: _value(hints[place.name], f"{key}.{place.name}", on, faults) for place in dataclasses.fields(table)
    }
    return table(**values) if len(faults) == before else None


def _value(wanted: Any, key: str, on: date, faults: list[LawFault]) -> Any:
    if (
        dataclasses.is_dataclass(wanted)
        and isinstance(wanted, type)
        and wanted.__module__ != "madang.framework.values.money"
    ):
        return _fill(wanted, key, on, faults)
    choices = typing.get_args(wanted) if typing.get_origin(wanted) in {types.UnionType, typing.Union} else (wanted,)
    optional = type(None) in choices
    try:
        value = parameter(key, on=on)
    except (NoSuchParameter, ParameterEnded) as problem:
        if not optional:
            faults.append(LawFault(key, str(on), str(problem)))
        return None
    kinds = tuple(typing.get_origin(one) or one for one in choices if one is not type(None))
    if Any not in kinds and type(value) not in kinds and not _is_table(value, kinds):
        faults.append(LawFault(key, str(on), f"is {type(value).__name__}, not {wanted}"))
    return value


def _is_table(value: Any, kinds: tuple[Any, ...]) -> bool:
    return not isinstance(value, bool | int | str) and any(
        isinstance(one, type) and isinstance(value, one) for one in kinds
    )
