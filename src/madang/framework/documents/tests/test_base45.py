"""Base45 against RFC 9285."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.documents.domain import base45


# RFC 9285, section 4.3 and 4.4.
@pytest.mark.parametrize(
    ("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
)
def test_examples_of_the_standard_are_written_and_read(data: bytes, text: str) -> None:
    assert base45.encode(data=data) == text
    assert base45.decode(text=text) == data


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_what_was_written_is_read_again(data: bytes) -> None:
    assert base45.decode(text=base45.encode(data=data)) == data


# RFC 9285, section 4.3: 65536 and more do not fit three symbols' two bytes; a lone symbol is no group.
@pytest.mark.parametrize("text", [":::", "GGW", "A", "AAAA", "ab", "é45", "::"])
def test_what_base45_cannot_have_written_is_refused(text: str) -> None:
    with pytest.raises(base45.NotBase45):
        base45.decode(text=text)


@settings(deadline=None)
@given(st.text(max_size=100))
def test_hostile_text_never_crashes(text: str) -> None:
    with suppress(base45.NotBase45):
        base45.decode(text=text)
