"""Reading the codes on photographs and scans that strangers send."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageOps

from madang.framework.documents.domain import numbers, statement

LARGEST = 20 * 1024 * 1024
# A telephone's 48 megapixels pass; what would fill the memory does not.
MOST_PIXELS = 50_000_000
# Longer edges are scaled down: a code that needs more pixels than that was photographed from too far away.
_EDGE = 3_000
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix])


class NotAPhotograph(ValueError):
    """The bytes are no picture of a kind and size that is read here."""


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codes on a paper say: signed statements from QR codes, document numbers from the Data Matrix beside them."""

    statements: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def codes_on(*, data: bytes) -> Codes:
    """The codes on one picture; NotAPhotograph when it cannot be read."""
    if len(data) > LARGEST:
        raise NotAPhotograph("The picture is too large.")
    return _sorted(_read(_picture(data)))


def codes_on_all(*, pictures: Iterable[bytes]) -> Codes:
    """The codes on several pictures together; those that cannot be read are passed over."""
    texts: list[str] = []
    for data in pictures:
        try:
            texts += _read(_picture(data))
        except NotAPhotograph:
            continue
    return _sorted(texts)


def _picture(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPhotograph("The picture has too many pixels.")
            picture.draft("L", (_EDGE, _EDGE))
            grey = ImageOps.exif_transpose(picture).convert("L")
    except NotAPhotograph:
        raise
    # Pillow's readers answer damaged files with almost any exception.
    except Exception as error:
        raise NotAPhotograph("The picture cannot be read.") from error
    grey.thumbnail((_EDGE, _EDGE))
    return grey


def _read(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=_CODES)
    return [barcode.text for barcode in found if barcode.valid]


def _sorted(texts: Iterable[str]) -> Codes:
    statements = dict.fromkeys(text for text in texts if text.startswith(statement.PREFIX))
    printed = dict.fromkeys(text for text in texts if _is_number(text))
    return Codes(tuple(statements), tuple(printed))


def _is_number(text: str) -> bool:
    try:
        numbers.parse_number(text=text)
    except numbers.NoDocumentNumber:
        return False
    return True
