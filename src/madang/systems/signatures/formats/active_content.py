"""What in a PDF could act on its reader or change what it shows after it was signed (ISO 19005-2, 6.5 and 6.6)."""

import io
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from madang.systems.signatures.formats.cms import NotReadable

_KEYS = {"/JS": "JavaScript", "/JavaScript": "JavaScript", "/XFA": "an XFA form", "/RichMedia": "moving pictures"}
_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "an action that starts a program",
    "/ImportData": "an action that fetches data",
    "/Rendition": "moving pictures",
}
MOST_OBJECTS = 200_000


def find_active_content(*, pdf: bytes) -> str:
    """The first thing that acts, in words; nothing where the PDF only shows. NotReadable for what is no whole PDF."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise NotReadable("An encrypted PDF is not signed here: take the protection off first.")
        return next(filter(None, map(_acts, _dictionaries(reader))), "")
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError) as fault:
        if isinstance(fault, NotReadable):
            raise
        raise NotReadable(f"This is no whole PDF: {fault}") from None


def _dictionaries(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    """Every dictionary that the document's root leads to."""
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            name = (one.idnum, one.generation)
            if name in seen:
                continue
            seen.add(name)
            if len(seen) > MOST_OBJECTS:
                raise NotReadable("The PDF has more parts than any document that people sign.")
            one = one.get_object()  # type: ignore[no-untyped-call]
        if isinstance(one, generic.DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(place) for place in range(len(one))]


def _acts(one: generic.DictionaryObject) -> str:
    for key, what in _KEYS.items():
        if key in one:
            return what
    return _ACTIONS.get(str(one.get("/S", "")), "")
