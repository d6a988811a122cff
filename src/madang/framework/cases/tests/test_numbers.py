"""Case numbers."""

from hypothesis import given
from hypothesis import strategies as st

from madang.framework.cases.domain.numbers import case_number, is_case_number

members = st.from_regex(r"[a-z]{2,12}(-[a-z]{1,6})?", fullmatch=True)


@given(member=members, year=st.integers(2000, 2100), serial=st.integers(1, 10**9))
def test_a_number_holds_and_a_wrong_digit_does_not(member: str, year: int, serial: int) -> None:
    number = case_number(member=member, year=year, serial=serial)
    assert is_case_number(number)
    assert is_case_number(number.lower())
    place = number.rindex("-") + 1
    wrong = "0" if number[place] != "0" else "1"
    assert not is_case_number(number[:place] + wrong + number[place + 1 :])


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert is_case_number(text) in (True, False)
