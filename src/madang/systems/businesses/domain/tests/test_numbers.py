"""Numbers of businesses in both countries; published numbers stand in the packs' worked examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.contracts.businesses_v1 import BusinessForm
from madang.framework.law import use_country
from madang.systems.businesses.domain.numbers import (
    CHECK_CORPORATE_NUMBER,
    CHECK_NUMBER,
    NEW_NUMBER,
    SAMPLE_CORPORATE_NUMBER,
    WRITE_NUMBER,
    bare,
)

OFFICES = {"kr": "NTS-101", "xx": "HB-200"}
COUNTRIES = pytest.mark.parametrize("country", ["kr", "xx"])


@COUNTRIES
@given(form=st.sampled_from(BusinessForm), serial=st.integers(1, 39_000))
def test_a_new_number_agrees_and_reads_back_as_it_is_written(country: str, form: BusinessForm, serial: int):
    with use_country(country):
        number = NEW_NUMBER.filled(form=form, office_code=OFFICES[country], serial=serial)
        assert CHECK_NUMBER.filled(number=number) == ""
        assert bare(number=WRITE_NUMBER.filled(number=number)) == number


@COUNTRIES
@given(serials=st.lists(st.integers(1, 39_000), min_size=2, max_size=30, unique=True))
def test_two_serials_never_give_one_number(country: str, serials: list[int]):
    with use_country(country):
        made = {
            NEW_NUMBER.filled(form=BusinessForm.SOLE_TRADER, office_code=OFFICES[country], serial=one)
            for one in serials
        }
        assert len(made) == len(serials)


@COUNTRIES
@given(serial=st.integers(1, 39_000), place=st.integers(0, 9), shift=st.integers(1, 9))
def test_one_digit_mistyped_never_agrees(country: str, serial: int, place: int, shift: int):
    with use_country(country):
        number = NEW_NUMBER.filled(form=BusinessForm.SOLE_TRADER, office_code=OFFICES[country], serial=serial)
        if not number[place].isdigit():
            return
        slip = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        assert CHECK_NUMBER.filled(number=slip)


@COUNTRIES
@given(text=st.text(max_size=16))
def test_no_text_breaks_the_check(country: str, text: str):
    with use_country(country):
        assert isinstance(CHECK_NUMBER.filled(number=bare(number=text)), str)
        assert isinstance(CHECK_CORPORATE_NUMBER.filled(number=bare(number=text)), str)


@COUNTRIES
@given(serial=st.integers(1, 999_999))
def test_a_sample_of_a_corporations_number_agrees(country: str, serial: int):
    with use_country(country):
        assert CHECK_CORPORATE_NUMBER.filled(number=SAMPLE_CORPORATE_NUMBER.filled(serial=serial)) == ""
