"""Looking into a PDF that a stranger sends, without parsing it: only fixed patterns are searched in its bytes.

Time grows with the size of the file and nothing else; no stream is unpacked, no object followed, nothing drawn.
"""

import re
from collections.abc import Iterator

from madang.framework.documents.domain import numbers

_NUMBER = rb"[A-Z0-9]{1,12}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}-[0-9A-HJKMNP-TV-Z]"
_PLAIN = re.compile(_NUMBER)
# The same in the hexadecimal UTF-16 of a signature's dictionary, 00 before every symbol.
_HEXADECIMAL = re.compile(rb"<FEFF((?:00[2-5][0-9A-F]){23,40})>")
_JPEG = re.compile(rb"/DCTDecode[^>]{0,400}>>\s{0,4}stream\r?\n|>>\s{0,4}stream\r?\n(?=\xff\xd8\xff)")
_MOST_NUMBERS, _MOST_PICTURES, _LARGEST_PICTURE = 16, 12, 12 * 1024 * 1024


def is_pdf(*, data: bytes) -> bool:
    """Whether readers would take it for a PDF: the mark stands in the first kilobyte."""
    return b"%PDF-" in data[:1024]


def numbers_in(*, data: bytes) -> list[str]:
    """Document numbers written in the file, those in signatures first; at most sixteen."""
    found: dict[str, None] = {}
    for match in _HEXADECIMAL.finditer(data):
        _keep(bytes.fromhex(match[1].decode()).replace(b"\x00", b""), found)
    for match in _PLAIN.finditer(data):
        if len(found) >= _MOST_NUMBERS:
            break
        _keep(match[0], found)
    return list(found)[:_MOST_NUMBERS]


def _keep(text: bytes, found: dict[str, None]) -> None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return
    try:
        found.setdefault(numbers.parse_number(text=match[0].decode()))
    except numbers.NoDocumentNumber:
        return


def pictures_in(*, data: bytes) -> Iterator[bytes]:
    """The JPEG pictures of a scan, at most twelve."""
    count = 0
    for match in _JPEG.finditer(data):
        end = data.find(b"endstream", match.end(), match.end() + _LARGEST_PICTURE)
        if end < 0 or not data.startswith(b"\xff\xd8\xff", match.end()):
            continue
        yield data[match.end() : end]
        count += 1
        if count == _MOST_PICTURES:
            return
