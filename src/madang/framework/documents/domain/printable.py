"""Text as it may stand on a document: nothing that is not seen, nothing that turns what is seen around."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

# The mark that printers set for a letter that they do not have (JIS X 0208 row 2, U+3013).
MISSING = "〓"
_KEPT_CONTROLS = "\n\t"
# What nearly all texts are made of: ASCII, Hangul syllables, the common Hanja. Nothing of it composes or hides.
_PLAIN = re.compile("[ -~\uac00-\ud7a3\u4e00-\u9fa5\u00b7]*")


def printable(text: str) -> str:
    """`text` composed (NFC), without controls, direction overrides, surrogates and unassigned code points.

    A letter of private use has no meaning outside one system's font and becomes the mark for a missing letter.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_symbol, unicodedata.normalize("NFC", text)))


def _symbol(symbol: str) -> str:
    category = unicodedata.category(symbol)
    if category == "Co":
        return MISSING
    # Zero-width joiners shape Indic and Arabic words; the other format characters only mislead.
    if category == "Cf":
        return symbol if symbol in "\u200c\u200d" else ""
    return symbol if category[0] != "C" or symbol in _KEPT_CONTROLS else ""


def replaced(*, text: str, letters: Iterable[str]) -> str:
    """`text` with the mark in place of `letters`, and without the signs that combined with them."""
    marked = text.translate(dict.fromkeys(map(ord, letters), MISSING))
    kept: list[str] = []
    for symbol in marked:
        if not (kept and kept[-1] == MISSING and unicodedata.category(symbol)[0] == "M"):
            kept.append(symbol)
    return "".join(kept)


def printable_tree(value: Any) -> Any:
    """The same for every text in a document's content, keys of tables apart."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): printable_tree(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable_tree(part) for part in value]
    return value
