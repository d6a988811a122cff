"""XML from strangers, and XML signatures' canonical form: no document types, no entities, no network, nothing huge."""

import copy
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, cast

from lxml import etree

from madang.systems.signatures.formats.cms import NotReadable

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES141 = "http://uri.etsi.org/01903/v1.4.1#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
INCLUSIVE11 = "http://www.w3.org/2006/12/xml-c14n11"
WITH_COMMENTS = "WithComments"
CANONICAL = frozenset(
    method + mark for method in (EXCLUSIVE, INCLUSIVE, INCLUSIVE11) for mark in ("", f"#{WITH_COMMENTS}")
) - {f"{EXCLUSIVE}#{WITH_COMMENTS}"} | {f"{EXCLUSIVE}{WITH_COMMENTS}"}
BASE64 = f"{DS}base64"
CONTAINER = "http://uri.etsi.org/02918/v1.2.1#"
ENVELOPED = f"{DS}enveloped-signature"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
NO_SIGNATURES = "not(ancestor-or-self::ds:Signature)"
IDENTIFIERS = ("Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id")
NAMESPACES = {"ds": DS, "xades": XADES, "xades141": XADES141}
_BOM = re.compile(rb"^(\xef\xbb\xbf)?\s*<")
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_XML = "{http://www.w3.org/XML/1998/namespace}"
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


def canonical(
    node: "etree._Element | etree._ElementTree",
    *,
    method: str = EXCLUSIVE,
    prefixes: Sequence[str] = (),
    comments: bool = False,
) -> bytes:
    """The canonical bytes of an element as it stands in its document, or of a document. `prefixes` are those that the exclusive
    form treats as the inclusive one does; comments stay where `comments` says so and the method's name too."""
    if method not in CANONICAL:
        raise NotReadable(f"The canonical form {method} is not known here.")
    exclusive = method.startswith(EXCLUSIVE)
    if not exclusive and isinstance(node, etree._Element):
        node = _inheriting(node, method)
    comments = comments and method.endswith(WITH_COMMENTS)
    named = list(prefixes) if exclusive and prefixes else None
    try:
        return etree.tostring(
            node, method="c14n", exclusive=exclusive, with_comments=comments, inclusive_ns_prefixes=named
        )
    except etree.C14NError:
        raise NotReadable("The XML has no canonical form: a namespace in it is named by half an address.") from None


def prefixes_of(method: etree._Element) -> list[str]:
    """The prefixes that an exclusive method or transform names (Exclusive XML Canonicalization, 3)."""
    named = method.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces")
    told = (named.get("PrefixList") or "").split() if named is not None else []
    if "#default" in told:
        raise NotReadable("A canonical form that adds the default namespace is not known here.")
    return told


def _inheriting(node: etree._Element, method: str) -> etree._Element:
    """The element with the xml: attributes of those around it, as the inclusive form asks (Canonical XML 1.0, 2.4)."""
    found: dict[str, str] = {}
    for one in reversed(list(node.iterancestors())):
        found |= {str(name): str(value) for name, value in one.attrib.items() if str(name).startswith(_XML)}
    missing = {name: value for name, value in found.items() if name not in node.attrib}
    if not missing:
        return node
    if method.startswith(INCLUSIVE11) and missing.keys() & {f"{_XML}id", f"{_XML}base"}:
        raise NotReadable("The canonical form 1.1 of a part below xml:id or xml:base is not known here.")
    root = node.getroottree().getroot()
    place = next(place for place, one in enumerate(root.iter()) if one is node)
    twin = next(islice(copy.deepcopy(root.getroottree()).getroot().iter(), place, None))
    for name, value in missing.items():
        twin.set(name, value)
    return twin


def without(root: etree._Element, *, signatures: list[etree._Element], of: etree._Element | None = None) -> Any:
    """A copy of the document, or of its element `of`, without the given signatures, the text around them kept."""
    places, wanted = [], -1
    for place, element in enumerate(root.iter()):
        wanted = place if element is of else wanted
        if element in signatures:
            places.append(place)
    tree = copy.deepcopy(root.getroottree())
    elements = list(tree.getroot().iter())
    for place in places:
        _remove(elements[place])
    return tree if of is None else elements[wanted]


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


def count(root: etree._Element) -> int:
    """How many elements a document has."""
    return int(cast("float", root.xpath("count(//*)")))


def values(parent: etree._Element, path: str) -> list[str]:
    """The attributes on a path."""
    return [str(value) for value in cast("list[str]", parent.xpath(path, namespaces=NAMESPACES))]


def one(parent: etree._Element, path: str) -> etree._Element | None:
    """The only element on a path; NotReadable when there are several."""
    found = every(parent, path)
    if len(found) > 1:
        raise NotReadable(f"{path} stands more than once.")
    return found[0] if found else None
