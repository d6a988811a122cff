"""Facts from outside: amounts by name for one return, the columns of a table for many."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import polars as pl

F = TypeVar("F")


def names_of(*, kind: Callable[..., Any]) -> tuple[str, ...]:
    """The facts of a class such as `IncomeFacts`, in the order of the law."""
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type]


def filled(*, kind: Callable[..., F], amounts: Mapping[str, int]) -> F:
    """Facts of one taxpayer; what is not named is nothing. Raises KeyError for an unknown fact, ValueError below zero."""
    known = names_of(kind=kind)
    for name, amount in amounts.items():
        if name not in known:
            raise KeyError(name)
        if amount < 0:
            raise ValueError(f"{name} is less than nothing")
    return kind(**{name: amounts.get(name, 0) for name in known})


def columns(*, kind: Callable[..., F], table: pl.DataFrame) -> F:
    """Facts of many, each a column of Int64. A fact without a column is one row of nothing, which costs nothing."""
    nothing = pl.Series([0], dtype=pl.Int64)
    return kind(
        **{name: table[name].cast(pl.Int64) if name in table.columns else nothing for name in names_of(kind=kind)}
    )
