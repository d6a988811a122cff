"""Resident numbers of both countries, against published numbers and python-stdnum."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10
from stdnum.kr import rrn

from madang.countries.kr.population import law as kr
from madang.countries.xx.population import law as xx
from madang.systems.population.domain.numbers import bare, masked
from madang.systems.population.domain.people import Sex

LAWS = {"kr": kr, "xx": xx}
BIRTHS = st.dates(min_value=date(1850, 1, 1), max_value=date(2026, 11, 22))


def codes(law, number, birth_on, sex, issued_on=None):
    found = law.check_resident_number(number=number, birth_on=birth_on, sex=sex, issued_on=issued_on)
    return [problem.code for problem in found]


def test_the_number_that_python_stdnum_documents_is_good() -> None:
    # python-stdnum, stdnum.kr.rrn: validate('971013-9019902') holds; 9 says born in the 1800s, male.
    assert codes(kr, bare(number="971013-9019902"), date(1897, 10, 13), Sex.MALE) == []


def test_the_number_that_python_stdnum_calls_wrong_is_refused_for_its_check_digit() -> None:
    # python-stdnum, stdnum.kr.rrn: validate('971013-9019903') raises InvalidChecksum.
    found = codes(kr, bare(number="971013-9019903"), date(1897, 10, 13), Sex.MALE)
    assert found == ["population.number.check_digit"]


def test_a_weighted_sum_that_eleven_divides_has_the_check_digit_one() -> None:
    # (11 - 176 % 11) % 10 by python-stdnum, stdnum.kr.rrn.calc_check_digit; 850803-105674 sums to 176.
    assert rrn.calc_check_digit("8508031056740") == "1"
    assert codes(kr, "8508031056741", date(1985, 8, 3), Sex.MALE) == []


def test_numbers_given_since_5_october_2020_check_nothing_at_their_end() -> None:
    # Enforcement Rule of the Resident Registration Act art. 2 as in force since 5 October 2020: six random digits.
    wrong = "2010053000001" if kr.check_digit(digits="201005300000") != 1 else "2010053000002"
    assert codes(kr, wrong, date(2020, 10, 5), Sex.MALE) == []


def test_a_number_changed_after_5_october_2020_is_not_held_to_the_old_check_digit() -> None:
    digit = kr.check_digit(digits="850803105674")
    number = f"850803105674{(digit + 1) % 10}"
    assert codes(kr, number, date(1985, 8, 3), Sex.MALE) == ["population.number.check_digit"]
    assert codes(kr, number, date(1985, 8, 3), Sex.MALE, issued_on=date(2021, 1, 4)) == []


def test_birth_date_and_sex_must_agree_with_the_number() -> None:
    assert codes(kr, "8508031056741", date(1985, 8, 4), Sex.MALE) == ["population.number.birth_differs"]
    assert codes(kr, "8508031056741", date(1985, 8, 3), Sex.FEMALE) == ["population.number.sex_differs"]


def test_a_citizen_number_of_hanbit_checks_by_iso_7064_and_tells_nothing() -> None:
    # ISO/IEC 7064:2003, MOD 11,10: 0794 has the check digit 5.
    assert xx.check_digit(digits="0794") == 5
    number = "12345678" + mod_11_10.calc_check_digit("12345678")
    assert codes(xx, number, date(1990, 1, 1), Sex.FEMALE) == []
    assert codes(xx, number, date(2001, 5, 5), Sex.MALE) == []


@given(st.from_regex(r"[0-9]{6}[1-4][0-9]{5}", fullmatch=True))
def test_the_check_digit_is_python_stdnums(twelve: str) -> None:
    assert str(kr.check_digit(digits=twelve)) == rrn.calc_check_digit(twelve + "0")


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_hanbits_check_digit_is_python_stdnums(eight: str) -> None:
    assert str(xx.check_digit(digits=eight)) == mod_11_10.calc_check_digit(eight)


@pytest.mark.parametrize("country", LAWS)
@given(births=st.lists(st.tuples(BIRTHS, st.sampled_from(Sex)), min_size=1, max_size=8), draw=st.randoms())
@settings(max_examples=40, deadline=None)
def test_an_issued_number_passes_its_own_check(country, births, draw) -> None:
    for birth_on, sex in births:
        number = LAWS[country].issue_resident_number(
            birth_on=birth_on, sex=sex, issued_on=birth_on, below=lambda n: draw.randrange(n)
        )
        assert codes(LAWS[country], number, birth_on, sex, birth_on) == []


NUMBERS = st.one_of(
    st.text(max_size=14), st.from_regex(r"[0-9]{13}", fullmatch=True), st.from_regex(r"[0-9]{9}", fullmatch=True)
)


@pytest.mark.parametrize("country", LAWS)
@given(st.lists(st.tuples(NUMBERS, BIRTHS, st.sampled_from(Sex), st.none() | BIRTHS), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_the_table_check_says_what_the_single_check_says(country, rows) -> None:
    law = LAWS[country]
    made = [
        (
            law.issue_resident_number(
                birth_on=birth, sex=sex, issued_on=issued or birth, below=lambda n, size=len(number): size % n
            )
            if len(number) % 3 == 0
            else number,
            birth,
            sex,
            issued,
        )
        for number, birth, sex, issued in rows
    ]
    schema = {"number": pl.String, "birth": pl.Date, "sex": pl.String, "issued": pl.Date}
    frame = pl.DataFrame([(n, b, s.value, i) for n, b, s, i in made], schema=schema, orient="row")
    fault = law.resident_number_fault(
        number=pl.col("number"), birth_on=pl.col("birth"), sex=pl.col("sex"), issued_on=pl.col("issued")
    )
    whole = frame.select(fault.alias("fault"))["fault"].to_list()
    assert whole == [(codes(law, n, b, s, i) or [None])[0] for n, b, s, i in made]


@pytest.mark.parametrize("country", LAWS)
def test_made_numbers_are_distinct_and_good(country: str) -> None:
    days = [date(1985, 8, 3) + timedelta(days=day % 40 * 400) for day in range(2000)]
    frame = pl.DataFrame({"birth": days, "sex": ["male", "female"] * 1000, "place": range(2000)})
    frame = frame.with_columns(serial=pl.int_range(pl.len()).over("birth", "sex"))
    number = LAWS[country].make_resident_numbers(
        birth_on=pl.col("birth"), sex=pl.col("sex"), serial=pl.col("serial"), place=pl.col("place")
    )
    made = frame.with_columns(number=number)
    assert made["number"].n_unique() == 2000
    for birth, sex, number in made.select("birth", "sex", "number").iter_rows():
        assert codes(LAWS[country], number, birth, Sex(sex)) == []


def test_a_masked_number_keeps_the_symbols_that_the_country_shows() -> None:
    assert masked(number="8508031056741", shown=7) == "8508031******"
