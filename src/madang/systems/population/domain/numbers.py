"""Resident numbers: what a country must say of them. Each country fills these slots in
`countries/<code>/population/law.py`.

A number is kept as bare symbols without separators. The vectorised check and the check of one number must agree; a
test compares them.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol

import polars as pl

from madang.framework.law.slots import Slot, slot
from madang.systems.population.domain.people import Sex
from madang.systems.population.domain.problems import Problem


class CheckNumber(Protocol):
    """Whether a number can be this person's. `issued_on` is when it was given, None where the source does not say."""

    def __call__(self, *, number: str, birth_on: date, sex: Sex, issued_on: date | None) -> tuple[Problem, ...]:
        """Every problem found; empty when the number agrees."""


class NumberFault(Protocol):
    """The same over a table: an expression with the code of the first problem of each row, or null."""

    def __call__(self, *, number: pl.Expr, birth_on: pl.Expr, sex: pl.Expr, issued_on: pl.Expr) -> pl.Expr:
        """`number` holds text, the dates are Date columns, `sex` holds `female` or `male`."""


class IssueNumber(Protocol):
    """A new number for someone entered today. `below(n)` draws a whole number under n; the register draws again if
    taken."""

    def __call__(self, *, birth_on: date, sex: Sex, issued_on: date, below: Callable[[int], int]) -> str:
        """The bare symbols."""


class MakeNumbers(Protocol):
    """Numbers for a generated population: `serial` differs among people of one birth date and sex, `place` among
    all."""

    def __call__(self, *, birth_on: pl.Expr, sex: pl.Expr, serial: pl.Expr, place: pl.Expr) -> pl.Expr:
        """An expression of bare symbols."""


CHECK_NUMBER: Slot[CheckNumber] = slot("population.check_resident_number", CheckNumber)
NUMBER_FAULT: Slot[NumberFault] = slot("population.resident_number_fault", NumberFault)
ISSUE_NUMBER: Slot[IssueNumber] = slot("population.issue_resident_number", IssueNumber)
MAKE_NUMBERS: Slot[MakeNumbers] = slot("population.make_resident_numbers", MakeNumbers)


def bare(*, number: str) -> str:
    """What a person typed, without separators and spaces, in upper case."""
    return "".join(symbol for symbol in number.upper() if symbol.isalnum())


def masked(*, number: str, shown: int) -> str:
    """The bare number with everything after the first `shown` symbols hidden."""
    return number[:shown] + "*" * max(0, len(number) - shown)
