"""What the law of a year says, in the shapes in which the functions of this folder use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.framework.law import parameter
from madang.systems.tax.domain.arithmetic import Bracket, W, where


@dataclass(frozen=True, slots=True)
class Law:
    """A table of numbers and lists, as the law of one year states it."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> int:
        return int(self.values[name])

    def or_none(self, name: str) -> int | None:
        """A number that the law of some years does not have."""
        value = self.values[name]
        return None if value is None else int(value)

    def amounts(self, name: str) -> tuple[int, ...]:
        """A list of numbers."""
        return tuple(self.values[name])

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """A list of tables."""
        return tuple(self.values[name])

    def table(self, name: str) -> "Law":
        """A table within."""
        return Law(self.values[name])

    def brackets(self, name: str) -> list[Bracket]:
        """A list of tables with `above` and `rate`, as brackets."""
        return brackets(rows=self.rows(name))


def of_year(*, name: str, year: int) -> Law:
    """The table `tax.<name>` as it stands at the end of the year. Raises ParameterNotYetInForce, ParameterEnded."""
    return Law(parameter(f"tax.{name}", on=date(year, 12, 31)))


def rows_of_year(*, name: str, year: int) -> Sequence[Mapping[str, Any]]:
    """The list `tax.<name>` as it stands at the end of the year. Raises ParameterNotYetInForce, ParameterEnded."""
    return tuple(parameter(f"tax.{name}", on=date(year, 12, 31)))


def won_of_year(*, name: str, year: int) -> int:
    """The amount `tax.<name>` in won as it stands at the end of the year. Raises ParameterNotYetInForce, ParameterEnded."""
    return int(parameter(f"tax.{name}", on=date(year, 12, 31)).minor)


def count_of_year(*, name: str, year: int) -> int:
    """The number `tax.<name>` as it stands at the end of the year. Raises ParameterNotYetInForce, ParameterEnded."""
    return int(parameter(f"tax.{name}", on=date(year, 12, 31)))


def brackets(*, rows: Sequence[Mapping[str, Any]]) -> list[Bracket]:
    """Rows of `above` and `rate` as brackets."""
    return [Bracket(above=int(row["above"]), rate=int(row["rate"])) for row in rows]


def constant(*, like: W, value: int) -> W:
    """The same amount for every row of a table."""
    return like * 0 + value


def flag(*, condition: Any, like: W) -> W:
    """1 where the condition holds, else 0."""
    return where(condition=condition, then=constant(like=like, value=1), otherwise=like * 0)


def stepped(*, base: W, rows: Sequence[Mapping[str, Any]]) -> W:
    """The `amount` of the last row whose `above` the base exceeds; the first row holds from nothing on."""
    amount = constant(like=base, value=int(rows[0]["amount"]))
    for row in rows[1:]:
        here = constant(like=base, value=int(row["amount"]))
        amount = where(condition=base > int(row["above"]), then=here, otherwise=amount)
    return amount


def tiered(*, count: W, amounts: Sequence[int]) -> W:
    """So much for the first, so much for the second and so on; the last amount holds for all further ones."""
    total, before = count * 0, 0
    for place, amount in enumerate(amounts):
        beyond = where(condition=count > place, then=count - place, otherwise=count * 0)
        total = total + beyond * (amount - before)
        before = amount
    return total
