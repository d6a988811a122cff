"""Hex strings of PDFs (ISO 32000-1, 7.3.4.3) read in blocks.

pyHanko reads them digit by digit: for the room that one signature keeps free that takes longer than to verify the signature.
"""

import binascii
import os
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PDF_WHITESPACE

_BLOCK = 8_192
_by_digit = generic.read_hex_string_from_stream


def read_hex_string(stream: Any) -> Any:
    """pyHanko's object of the string that begins here. What is not plainly digits and white space, its own reader reads."""
    start, digits = stream.tell(), bytearray()
    stream.read(1)
    end = b""
    while not end:
        block = stream.read(_BLOCK)
        inside, end, behind = block.partition(b">")
        told = inside.translate(None, PDF_WHITESPACE)
        if not block or told.translate(None, generic.HEX_DIGITS):
            stream.seek(start)
            return _by_digit(stream)
        digits += told
    stream.seek(-len(behind), os.SEEK_CUR)
    return generic.pdf_string(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))


def install() -> None:
    """Have pyHanko read by it."""
    generic.read_hex_string_from_stream = read_hex_string
