"""XML from outside: UTF-8, no entities, no document type, no network, and not larger or deeper than files of people are."""

import re
from collections.abc import Sequence

from lxml import etree

LARGEST = 50 * 1024 * 1024
MOST_FAULTS = 20
Element = etree._Element

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_SPOKEN = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_FORBIDDEN = (
    (b"<!DOCTYPE", "it declares a document type, which is never read here"),
    (b"<!ENTITY", "it declares entities"),
)


class XmlRefused(ValueError):
    """The file is not XML that we read; `faults` says why, each (place, fault)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(says for _place, says in faults))
        self.faults = tuple(faults)


def read(*, data: bytes, largest: int = LARGEST) -> Element:
    """The root element. Raises XmlRefused with every fault."""
    if len(data) > largest:
        raise XmlRefused([("file", f"larger than {largest // (1024 * 1024)} MB")])
    faults = _before_parsing(data)
    if faults:
        raise XmlRefused(faults)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise XmlRefused(_syntax(parser)) from None
    except ValueError as fault:
        raise XmlRefused([("file", f"not readable: {fault}")]) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise XmlRefused([("file", _FORBIDDEN[0][1])])
    return root


def _before_parsing(data: bytes) -> list[tuple[str, str]]:
    """What a file may not hold, seen before any parser touches it."""
    faults = []
    declared = _ENCODING.match(data[:400].removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].decode("latin-1").lower() not in _SPOKEN:
        faults.append(("file", f"the character set is not UTF-8: {declared[1].decode('latin-1')[:40]}"))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        faults.append((f"byte {fault.start + 1}", "this is not UTF-8"))
    upper = data[:1_000_000].upper() if len(data) > 1_000_000 else data.upper()
    # Beyond the first million bytes the parser's own refusal of a late document type holds.
    return faults + [("file", says) for mark, says in _FORBIDDEN if mark in upper]


def _syntax(parser: etree.XMLParser) -> list[tuple[str, str]]:
    log = list(parser.error_log)[:MOST_FAULTS]
    return [(f"line {one.line}", f"not well-formed XML: {one.message}") for one in log] or [
        ("file", "not well-formed XML: it is empty or cut off")
    ]
