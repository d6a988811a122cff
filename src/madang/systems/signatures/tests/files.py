"""Files to sign, and the four formats by name."""

from functools import cache

import typst

from madang.systems.signatures.formats.cades import Cades
from madang.systems.signatures.formats.jades import Jades
from madang.systems.signatures.formats.pades import Pades
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.sources import Format
from madang.systems.signatures.formats.xades import Xades

CONTENT = "마당에서 만나요.\n".encode()
BESIDE = (SignedFile(name="note.txt", data=CONTENT),)
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<?note kept?><order xmlns="urn:example"><sum>1000</sum></order>'
FORMATS = ("CAdES", "JAdES", "PAdES", "XAdES")


@cache
def pdf() -> bytes:
    """A page of typst."""
    return bytes(typst.compile(b"= Contract\nTwo parties agree.", format="pdf"))


def fresh(name: str) -> tuple[Format, bytes]:
    """A format, and what is handed to its first `sign`."""
    if name == "CAdES":
        return Cades(content=CONTENT), b""
    if name == "JAdES":
        return Jades(), CONTENT
    return (Pades(), pdf()) if name == "PAdES" else (Xades(), XML)
