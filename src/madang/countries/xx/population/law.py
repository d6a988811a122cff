"""Hanbit's citizen numbers: nine digits that tell nothing of their holder, the last one a check digit.

The check digit is ISO 7064 MOD 11,10 (Civil Status Act of Hanbit s. 2). Eight digits are drawn at random.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from madang.framework.law import fills
from madang.systems.population.domain.numbers import CHECK_NUMBER, ISSUE_NUMBER, MAKE_NUMBERS, NUMBER_FAULT
from madang.systems.population.domain.people import Sex
from madang.systems.population.domain.problems import Problem


def check_digit(*, digits: str) -> int:
    """ISO 7064 MOD 11,10 over the digits."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


@fills(CHECK_NUMBER)
def check_resident_number(*, number: str, birth_on: date, sex: Sex, issued_on: date | None) -> tuple[Problem, ...]:
    """Form and check digit; a number says neither birth date nor sex."""
    if len(number) != 9 or not number.isascii() or not number.isdigit():
        return (Problem("population.number.form", "number"),)
    if int(number[8]) != check_digit(digits=number[:8]):
        return (Problem("population.number.check_digit", "number"),)
    return ()


def _check_digit_of(text: pl.Expr) -> pl.Expr:
    """The check digit of eight digits, column-wise."""
    product = pl.lit(10)
    for place in range(8):
        # Ten in the place of nought, with `product` written once: written twice, eight steps would be 256.
        total = (product + text.str.slice(place, 1).cast(pl.Int32, strict=False) - 1) % 10 + 1
        product = total * 2 % 11
    return (11 - product) % 10


@fills(NUMBER_FAULT)
def resident_number_fault(*, number: pl.Expr, birth_on: pl.Expr, sex: pl.Expr, issued_on: pl.Expr) -> pl.Expr:
    """The same over a table."""
    formed = number.str.contains(r"^[0-9]{9}$").fill_null(value=False)
    last = number.str.slice(8, 1).cast(pl.Int32, strict=False)
    return (
        pl.when(~formed)
        .then(pl.lit("population.number.form"))
        .when(last != _check_digit_of(number))
        .then(pl.lit("population.number.check_digit"))
        .otherwise(None)
    )


@fills(ISSUE_NUMBER)
def issue_resident_number(*, birth_on: date, sex: Sex, issued_on: date, below: Callable[[int], int]) -> str:
    """Eight random digits and their check digit."""
    eight = f"{below(100_000_000):08d}"
    return eight + str(check_digit(digits=eight))


@fills(MAKE_NUMBERS)
def make_resident_numbers(*, birth_on: pl.Expr, sex: pl.Expr, serial: pl.Expr, place: pl.Expr) -> pl.Expr:
    """Numbers of a generated population, distinct up to a hundred million people."""
    # 61,803,399 is coprime to 100,000,000, so that distinct places give distinct eights.
    eight = ((place.cast(pl.Int64) * 61_803_399 + 12_345_678) % 100_000_000).cast(pl.String).str.zfill(8)
    return pl.concat_str(eight, _check_digit_of(eight).cast(pl.String))
