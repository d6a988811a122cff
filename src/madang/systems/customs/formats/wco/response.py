"""The response to WCO declarations (RES of Data Model 3, RES-DMS:2): accepted under a number, or rejected with every fault.

Function codes 01 (accepted) and 03 (rejected) are those that published notifications of this customisation use. The code of a
fault is ours, its place stands in the description: pointers in the numbers of the WCO's sections are not written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from madang.framework.values import Fault
from madang.systems.customs.formats.wco import HEAD, METADATA, VERSION

RESPONSES = "urn:wco:datamodel:WCO:RES-DMS:2"
TYPES = "urn:wco:datamodel:WCO:Response_DS:DMS:2"
ACCEPTED, REJECTED = "01", "03"


@dataclass(frozen=True, slots=True, kw_only=True)
class WcoResponse:
    """An answer to one declaration: with its number, or with faults."""

    reference: str
    """The declarant's own."""
    answer: str
    """The number of this answer."""
    at: datetime
    number: str = ""
    faults: tuple[Fault, ...] = ()


def write_responses(*, responses: Sequence[WcoResponse], country: str, agency: str) -> bytes:
    """All of them in one envelope."""
    root = etree.Element(f"{{{METADATA}}}MetaData", nsmap={"md": METADATA, "ds": TYPES, None: RESPONSES})  # type: ignore[dict-item]
    for name, value in zip(HEAD, (VERSION, "RES", country, agency), strict=False):
        etree.SubElement(root, f"{{{METADATA}}}{name}").text = value
    for one in responses:
        _write(root, one)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _write(root: "etree._Element", one: WcoResponse) -> None:
    response = _add(root, "Response")
    _add(response, "FunctionCode", ACCEPTED if one.number else REJECTED)
    _add(response, "FunctionalReferenceID", one.answer)
    moment = etree.SubElement(_add(response, "IssueDateTime"), f"{{{TYPES}}}DateTimeString", formatCode="304")
    moment.text = f"{one.at:%Y%m%d%H%M%SZ}"
    for fault in one.faults:
        error = _add(response, "Error")
        _add(error, "Description", _plain(f"{fault.place}: {fault.says}")[:512])
        _add(error, "ValidationCode", fault.code or "fault")
    declaration = _add(response, "Declaration")
    if one.reference:
        _add(declaration, "FunctionalReferenceID", _plain(one.reference))
    if one.number:
        _add(declaration, "ID", one.number)


def _add(parent: "etree._Element", name: str, text: str = "") -> "etree._Element":
    made = etree.SubElement(parent, f"{{{RESPONSES}}}{name}")
    if text:
        made.text = text
    return made


def _plain(text: str) -> str:
    """Without what XML cannot carry."""
    return "".join(sign for sign in text if sign.isprintable())
