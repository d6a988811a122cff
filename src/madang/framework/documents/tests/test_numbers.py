"""Document numbers."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.documents.domain import numbers
from madang.framework.values.identifiers import ALPHABET


@pytest.mark.parametrize("member", ["madang", "civil", "kr-population", "Sunhaven2", "businesses"])
def test_a_number_names_its_member_and_is_read_back(member: str) -> None:
    number = numbers.new_number(member=member)
    assert number.startswith(numbers.prefix_of(member=member) + "-")
    assert numbers.parse_number(text=number) == number


def test_a_number_read_aloud_and_typed_carelessly_is_understood() -> None:
    number = numbers.new_number(member="madang")
    spoken = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert numbers.key_of(number=numbers.parse_number(text=spoken)) == numbers.key_of(number=number)


@settings(deadline=None)
@given(st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_mistyped_symbol_is_noticed(place: int, symbol: str) -> None:
    number = numbers.new_number(member="madang")
    prefix, body = number[:7], number[7:].replace("-", "")
    wrong = prefix + body[:place] + symbol + body[place + 1 :]
    if body[place] == symbol:
        return
    with pytest.raises(numbers.NoDocumentNumber):
        numbers.parse_number(text=wrong)


def test_a_number_of_another_member_is_not_taken_for_ours() -> None:
    number = numbers.new_number(member="madang")
    with pytest.raises(numbers.NoDocumentNumber):
        numbers.parse_number(text=number.replace("MADANG", "MADANB"))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_hostile_text_never_crashes(text: str) -> None:
    with suppress(numbers.NoDocumentNumber):
        numbers.parse_number(text=text)


def test_two_numbers_share_nothing() -> None:
    made = {numbers.new_number(member="madang") for _ in range(500)}
    assert len(made) == 500
