"""XML from strangers, and XML signatures' canonical form: no document types, no entities, no network, nothing huge."""

import copy
import re
from typing import cast

from lxml import etree

from madang.systems.signatures.formats.cms import NotReadable

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES141 = "http://uri.etsi.org/01903/v1.4.1#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = f"{DS}enveloped-signature"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
NO_SIGNATURES = "not(ancestor-or-self::ds:Signature)"
NAMESPACES = {"ds": DS, "xades": XADES, "xades141": XADES141}
_BOM = re.compile(rb"^(\xef\xbb\xbf)?\s*<")
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_DEEPEST = 200


def parse(data: bytes) -> etree._Element:
    """The root element; NotReadable for anything that is not plain, whole XML in UTF-8."""
    if not _BOM.match(data):
        raise NotReadable("This is not XML in UTF-8.")
    if _DOCTYPE.search(data):
        raise NotReadable("XML with a document type is not read: it could name entities.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise NotReadable(f"This is not whole XML: {fault}") from None
    if root.xpath(f"//*[count(ancestor::*) > {_DEEPEST}]"):
        raise NotReadable("The XML is nested too deeply.")
    return root


def canonical(node: "etree._Element | etree._ElementTree", *, method: str = EXCLUSIVE) -> bytes:
    """The canonical bytes of an element as it stands in its document, or of a document."""
    if method not in (EXCLUSIVE, INCLUSIVE):
        raise NotReadable(f"The canonical form {method} is not known here.")
    return etree.tostring(node, method="c14n", exclusive=method == EXCLUSIVE, with_comments=False)


def without(root: etree._Element, *, signatures: list[etree._Element]) -> "etree._ElementTree":
    """A copy of the document without the given signatures, the text around them kept."""
    places = [place for place, element in enumerate(root.iter()) if element in signatures]
    tree = copy.deepcopy(root.getroottree())
    elements = list(tree.getroot().iter())
    for place in places:
        _remove(elements[place])
    return tree


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        raise NotReadable("The signature is the whole document: it signs nothing of it.")
    tail, previous = element.tail or "", element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def every(parent: etree._Element, path: str) -> list[etree._Element]:
    """The elements on a path."""
    return cast("list[etree._Element]", parent.xpath(path, namespaces=NAMESPACES))


def values(parent: etree._Element, path: str) -> list[str]:
    """The attributes on a path."""
    return [str(value) for value in cast("list[str]", parent.xpath(path, namespaces=NAMESPACES))]


def one(parent: etree._Element, path: str) -> etree._Element | None:
    """The only element on a path; NotReadable when there are several."""
    found = every(parent, path)
    if len(found) > 1:
        raise NotReadable(f"{path} stands more than once.")
    return found[0] if found else None
