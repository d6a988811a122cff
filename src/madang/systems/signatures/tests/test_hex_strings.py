"""Hex strings are read in blocks as pyHanko reads them digit by digit."""

import io

import pytest
from pyhanko.pdf_utils.misc import PdfError

from madang.systems.signatures.formats import hex_strings

FIRST = hex_strings._BLOCK - 1


@pytest.mark.parametrize(
    "text",
    [
        b"<>",
        b"<4142>more",
        b"<41 4\r\n2\x00\t5 >",
        b"<414>",
        b"<FEFFac00>",
        b"<41 % a comment with > in it\n42>",
        b"<" + b"0a" * 20_000 + b"> 1 0 R",
        b"<" + b"a" * FIRST + b">b>",
        b"<" + b"a" * (FIRST + 1) + b">",
        b"<" + b"a" * (FIRST + 1) + b"%\n>",
    ],
)
def test_what_is_read_and_where_reading_ends_are_the_same(text: bytes) -> None:
    ours, theirs = io.BytesIO(text), io.BytesIO(text)
    found, expected = hex_strings.read_hex_string(ours), hex_strings._by_digit(theirs)
    assert (type(found), found) == (type(expected), expected)
    assert ours.read() == theirs.read()


@pytest.mark.parametrize("text", [b"<", b"<41", b"<41g2>", b"<4142]>", b"<" + b"0" * 50_000])
def test_what_is_no_hex_string_is_refused(text: bytes) -> None:
    with pytest.raises(PdfError):
        hex_strings.read_hex_string(io.BytesIO(text))
