"""Pages of a PDF as pictures and as text: what a signer sees is drawn here, by a program that runs nothing inside the file."""

import io
from dataclasses import dataclass
from threading import Lock
from typing import Any

WIDTH = 1000
MOST_PAGES = 200
# PDFium's library is not made for several threads at once.
_ONE_AT_A_TIME = Lock()


class NoSuchPage(LookupError):
    """The document has no page of this number, or cannot be drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number, its words for those who do not see it, its height at the width that is drawn."""

    number: int
    words: str
    height: int


def list_pages(*, pdf: bytes) -> tuple[Page, ...]:
    """All pages, at most 200. NoSuchPage when the file cannot be drawn."""
    with _ONE_AT_A_TIME:
        document = _opened(pdf)
        try:
            pages = []
            for number in range(min(len(document), MOST_PAGES)):
                page = document[number]
                wide, high = page.get_size()
                words = page.get_textpage().get_text_bounded()
                pages.append(Page(number=number + 1, words=words, height=round(high * WIDTH / wide)))
            return tuple(pages)
        finally:
            document.close()


def draw_page(*, pdf: bytes, number: int) -> bytes:
    """A page as PNG. NoSuchPage."""
    with _ONE_AT_A_TIME:
        document = _opened(pdf)
        try:
            if not 1 <= number <= min(len(document), MOST_PAGES):
                raise NoSuchPage
            page = document[number - 1]
            picture = page.render(scale=WIDTH / page.get_size()[0]).to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _opened(pdf: bytes) -> Any:
    # Read in with the first page that is drawn, not at every start.
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        raise NoSuchPage from None
