"""Hanbit's person codes: one letter for century and sex, the birth date as DDMMYY, a serial of three digits, a check symbol.

`C070395042K`. Letters A, B: born in the 1800s; C, D: 1900s; E, F: 2000s; the first of each pair is female. The check symbol
is ISO 7064 MOD 37-36, the hybrid system over digits and letters; every code has one (Civil Register Act of Hanbit, art. 12).
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from madang.framework.law import fills
from madang.systems.population.domain.numbers import CHECK_NUMBER, ISSUE_NUMBER, MAKE_NUMBERS, NUMBER_FAULT
from madang.systems.population.domain.people import Sex
from madang.systems.population.domain.problems import Problem

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = {(18, "female"): "A", (18, "male"): "B", (19, "female"): "C", (19, "male"): "D", (20, "female"): "E", (20, "male"): "F"}


def check_symbol(*, text: str) -> str:
    """ISO 7064 MOD 37-36 over `text`."""
    product = 36
    for symbol in text:
        total = (product + SYMBOLS.index(symbol)) % 36 or 36
        product = total * 2 % 37
    return SYMBOLS[(37 - product) % 36]


def _head(*, birth_on: date, sex: str) -> str:
    return LETTERS[birth_on.year // 100, sex] + birth_on.strftime("%d%m%y")


@fills(CHECK_NUMBER)
def check_resident_number(
    *, number: str, birth_on: date, sex: Sex, issued_on: date | None
) -> tuple[Problem, ...]:
    """Form, birth date, sex and check symbol; every code ever given has one."""
    if len(number) != 11 or number[0] not in "ABCDEF" or not (number[1:10].isascii() and number[1:10].isdigit()) or number[10] not in SYMBOLS:
        return (Problem("population.number.form", "number"),)
    if number[1:7] != birth_on.strftime("%d%m%y") or "ABCDEF".index(number[0]) // 2 + 18 != birth_on.year // 100:
        return (Problem("population.number.birth_differs", "number"),)
    if (number[0] in "BDF") != (sex is Sex.MALE):
        return (Problem("population.number.sex_differs", "number"),)
    if number[10] != check_symbol(text=number[:10]):
        return (Problem("population.number.check_digit", "number"),)
    return ()


def _check_symbol_of(text: pl.Expr) -> pl.Expr:
    """The check symbol of ten symbols, column-wise."""
    product = pl.lit(36)
    for place in range(10):
        value = text.str.slice(place, 1).replace_strict(list(SYMBOLS), list(range(36)), default=0, return_dtype=pl.Int32)
        total = (product + value) % 36
        product = pl.when(total == 0).then(36).otherwise(total) * 2 % 37
    return ((37 - product) % 36).replace_strict(list(range(36)), list(SYMBOLS), return_dtype=pl.String)


def _letter(*, birth_on: pl.Expr, sex: pl.Expr) -> pl.Expr:
    place = (birth_on.dt.year() // 100 - 18) * 2 + (sex == "male").cast(pl.Int32)
    return place.replace_strict(list(range(6)), list("ABCDEF"), default=None, return_dtype=pl.String)


@fills(NUMBER_FAULT)
def resident_number_fault(*, number: pl.Expr, birth_on: pl.Expr, sex: pl.Expr, issued_on: pl.Expr) -> pl.Expr:
    """The same over a table."""
    formed = number.str.contains(r"^[A-F][0-9]{9}[0-9A-Z]$")
    letter = number.str.slice(0, 1)
    century = letter.replace_strict(list("ABCDEF"), [18, 18, 19, 19, 20, 20], default=0, return_dtype=pl.Int32)
    same_day = (number.str.slice(1, 6) == birth_on.dt.strftime("%d%m%y")) & (century == birth_on.dt.year() // 100)
    return (
        pl.when(~formed.fill_null(value=False))
        .then(pl.lit("population.number.form"))
        .when(~same_day)
        .then(pl.lit("population.number.birth_differs"))
        .when(letter.is_in(["B", "D", "F"]) != (sex == "male"))
        .then(pl.lit("population.number.sex_differs"))
        .when(number.str.slice(10, 1) != _check_symbol_of(number))
        .then(pl.lit("population.number.check_digit"))
        .otherwise(None)
    )


@fills(ISSUE_NUMBER)
def issue_resident_number(*, birth_on: date, sex: Sex, issued_on: date, below: Callable[[int], int]) -> str:
    """A new code; its three serial digits are drawn at random."""
    ten = f"{_head(birth_on=birth_on, sex=sex.value)}{below(1000):03d}"
    return ten + check_symbol(text=ten)


@fills(MAKE_NUMBERS)
def make_resident_numbers(*, birth_on: pl.Expr, sex: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """Codes of a generated population; at most 1,000 people share a birth date and sex."""
    ten = pl.concat_str(
        _letter(birth_on=birth_on, sex=sex),
        birth_on.dt.strftime("%d%m%y"),
        ((serial.cast(pl.Int64) * 377 + 41) % 1000).cast(pl.String).str.zfill(3),
    )
    return pl.concat_str(ten, _check_symbol_of(ten))
