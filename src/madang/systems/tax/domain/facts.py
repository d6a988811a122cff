"""Facts from outside: amounts by name for one return, the columns of a table for many."""

from collections.abc import Hashable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from madang.systems.tax.domain.column import Column, Rows

F = TypeVar("F")


def names_of(*, kind: type[Any]) -> tuple[str, ...]:
    """The facts of a class such as `IncomeFacts`, in the order of the law."""
    return _names(cast("Hashable", kind))


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast("Any", kind)))


def filled(*, kind: type[F], amounts: Mapping[str, int]) -> F:
    """Facts of one taxpayer; what is not named is nothing. Raises KeyError for an unknown fact, ValueError below zero."""
    known = names_of(kind=kind)
    for name, amount in amounts.items():
        if name not in known:
            raise KeyError(name)
        if amount < 0:
            raise ValueError(f"{name} is less than nothing")
    return kind(**{name: amounts.get(name, 0) for name in known})


def columns(*, kind: type[F], table: Mapping[str, Rows]) -> F:
    """Facts of many, each a column. A fact without rows is nothing, once for all."""
    nothing = Column(0)
    return kind(**{name: Column(table[name]) if name in table else nothing for name in names_of(kind=kind)})
