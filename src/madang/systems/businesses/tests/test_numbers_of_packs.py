"""Numbers of businesses in packs that have nothing else of this system yet."""

import pytest

from madang.framework.law import use_country
from madang.systems.businesses.domain.numbers import CHECK, CHECK_NUMBER, FORM


@pytest.mark.parametrize(
    ("code", "number", "answer"),
    [
        # python-stdnum, stdnum.rs.pib: 101134702 agrees, 101134703 does not.
        ("rs", "101134702", ""),
        ("rs", "101134703", CHECK),
        ("rs", "10113470", FORM),
        # The grid operator KEGOC prints its BIN 970740000838, Almaty Management University its 971240001583.
        ("kz", "970740000838", ""),
        ("kz", "971240001583", ""),
        ("kz", "970740000839", CHECK),
        ("kz", "97074000083", FORM),
    ],
)
def test_numbers_of_businesses_are_checked_where_the_form_is_known(code: str, number: str, answer: str):
    with use_country(code):
        assert CHECK_NUMBER(number=number) == answer
