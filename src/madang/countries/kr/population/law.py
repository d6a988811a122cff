"""Korean resident numbers (Resident Registration Act art. 7-2; Enforcement Rule art. 2) and alien registration numbers.

Thirteen digits: the birth date (YYMMDD), a digit for century and sex (1 to 4, 9, 0 for nationals; 5 to 8 for
aliens, Immigration Act art. 31 (5)), six more. In numbers given before 5 October 2020 the last digit is a check
digit; since the amendment of the Rule in force on that day the last six are drawn at random and check nothing.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from madang.framework.law import fills
from madang.systems.population.domain.numbers import CHECK_NUMBER, ISSUE_NUMBER, MAKE_NUMBERS, NUMBER_FAULT
from madang.systems.population.domain.people import Sex
from madang.systems.population.domain.problems import Problem

RANDOM_SINCE = date(2020, 10, 5)
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
CENTURY = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
MALE = "13579"
ALIEN = "5678"


def check_digit(*, digits: str) -> int:
    """The thirteenth digit: 11 (for aliens 13) less the weighted sum modulo 11, all modulo 10."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return ((13 if digits[6] in ALIEN else 11) - total % 11) % 10


@fills(CHECK_NUMBER)
def check_resident_number(*, number: str, birth_on: date, sex: Sex, issued_on: date | None) -> tuple[Problem, ...]:
    """Form, birth date and sex, and the check digit where the number is older than the random ones."""
    if len(number) != 13 or not number.isascii() or not number.isdigit():
        return (Problem("population.number.form", "number"),)
    if number[:6] != birth_on.strftime("%y%m%d") or CENTURY[number[6]] != birth_on.year // 100 * 100:
        return (Problem("population.number.birth_differs", "number"),)
    if (number[6] in MALE) != (sex is Sex.MALE):
        return (Problem("population.number.sex_differs", "number"),)
    if (issued_on or birth_on) < RANDOM_SINCE and int(number[12]) != check_digit(digits=number):
        return (Problem("population.number.check_digit", "number"),)
    return ()


@fills(NUMBER_FAULT)
def resident_number_fault(*, number: pl.Expr, birth_on: pl.Expr, sex: pl.Expr, issued_on: pl.Expr) -> pl.Expr:
    """The same over a table."""
    formed = number.str.contains(r"^[0-9]{13}$")
    code = number.str.slice(6, 1)
    born = pl.concat_str(
        pl.when(code.is_in(["9", "0"]))
        .then(pl.lit("18"))
        .when(code.is_in(list("1256")))
        .then(pl.lit("19"))
        .otherwise(pl.lit("20")),
        number.str.slice(0, 6),
    )
    male = code.is_in(list(MALE))
    total = pl.sum_horizontal(
        [number.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(WEIGHTS)]
    )
    expected = (pl.when(code.is_in(list(ALIEN))).then(13).otherwise(11) - total % 11) % 10
    checked = pl.coalesce(issued_on, birth_on) < RANDOM_SINCE
    return (
        pl.when(~formed.fill_null(value=False))
        .then(pl.lit("population.number.form"))
        .when(born != birth_on.dt.strftime("%Y%m%d"))
        .then(pl.lit("population.number.birth_differs"))
        .when(male != (sex == "male"))
        .then(pl.lit("population.number.sex_differs"))
        .when(checked & (number.str.slice(12, 1).cast(pl.Int32, strict=False) != expected))
        .then(pl.lit("population.number.check_digit"))
        .otherwise(None)
    )


def _century_digit(*, birth_on: date, sex: Sex) -> str:
    first = {1800: 9, 1900: 1, 2000: 3}[birth_on.year // 100 * 100]
    return str((first + (sex is Sex.FEMALE)) % 10)


@fills(ISSUE_NUMBER)
def issue_resident_number(*, birth_on: date, sex: Sex, issued_on: date, below: Callable[[int], int]) -> str:
    """A number for a national entered on `issued_on`; its last six digits are random since 5 October 2020."""
    head = birth_on.strftime("%y%m%d") + _century_digit(birth_on=birth_on, sex=sex)
    if issued_on >= RANDOM_SINCE:
        return f"{head}{below(1_000_000):06d}"
    twelve = f"{head}{below(100_000):05d}"
    return twelve + str(check_digit(digits=twelve))


@fills(MAKE_NUMBERS)
def make_resident_numbers(*, birth_on: pl.Expr, sex: pl.Expr, serial: pl.Expr, place: pl.Expr) -> pl.Expr:
    """Numbers of a generated population: distinct, with a check digit where one belongs."""
    # 62,837 is coprime to 100,000, so that serials below it give distinct fives.
    five = ((serial.cast(pl.Int64) * 62_837 + birth_on.dt.ordinal_day() * 7_919) % 100_000).cast(pl.Int64)
    year = birth_on.dt.year()
    code = pl.when(year < 1900).then(9).when(year < 2000).then(1).otherwise(3) + (sex == "female").cast(pl.Int32)
    head = pl.concat_str(birth_on.dt.strftime("%y%m%d"), (code % 10).cast(pl.String), five.cast(pl.String).str.zfill(5))
    total = pl.sum_horizontal(
        [head.str.slice(place, 1).cast(pl.Int32) * weight for place, weight in enumerate(WEIGHTS)]
    )
    last = pl.when(birth_on >= RANDOM_SINCE).then((serial * 7 + 3) % 10).otherwise((11 - total % 11) % 10)
    return pl.concat_str(head, last.cast(pl.String))
