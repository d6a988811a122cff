"""What an XML signature is over: its references resolved, their transforms done, and what of the document they leave out.

Defence against signature wrapping: an element is found by an Id that stands once in the document; what was found is reported
and never believed to be the whole; nothing is fetched; no transform is done that could select or change at will (XSLT, XPath).
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from madang.systems.signatures.domain.validation.evidence import Covered, CoveredKind
from madang.systems.signatures.formats import xml
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.signed_files import SignedFile, find_file

MOST_REFERENCES = 64
MOST_TRANSFORMS = 4
# Elements times references, each of which may ask for a copy of them all: about ten seconds.
MOST_WORK = 5_000_000
PROPERTIES = "ds:Object/xades:QualifyingProperties"
_OBJECT = f"{{{xml.DS}}}Object"
_SIGNATURE = f"{{{xml.DS}}}Signature"
_MANIFEST = f"{{{xml.DS}}}Manifest"
_MACHINERY = frozenset(f"{{{xml.DS}}}{name}" for name in ("SignedInfo", "SignatureValue", "KeyInfo"))
_BUNDLE = f"{{{xml.CONTAINER}}}XAdESSignatures"


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """A reference: the bytes that its digest is over, or None and `why`; `covered` is None for the signature's own parts."""

    reference: etree._Element
    data: bytes | None = None
    node: etree._Element | None = None
    covered: Covered | None = None
    why: str = ""


class _Refused(Exception):
    """A reference that is not followed; the sentence says why."""


def signatures(root: etree._Element) -> list[etree._Element]:
    """The signatures of a document; NotReadable when there are none, too many, or one inside the other."""
    found, references = xml.every(root, "//ds:Signature"), xml.every(root, "//ds:Reference")
    if not found or len(found) > MOST_REFERENCES or len(references) > 4 * MOST_REFERENCES:
        raise NotReadable("The XML holds no signature, or too many.")
    if xml.count(root) * len(references) > MOST_WORK:
        raise NotReadable("The XML is too large for so many signed references.")
    if xml.every(root, "//ds:Signature//ds:Signature"):
        raise NotReadable("Signatures that enclose each other are not read.")
    return found


def resolve(*, root: etree._Element, signature: etree._Element, files: Sequence[SignedFile]) -> list[Resolved]:
    """Every reference of a signature, in its order."""
    found = xml.every(signature, "ds:SignedInfo/ds:Reference")
    if not found or len(found) > MOST_REFERENCES:
        raise NotReadable("A signature names nothing that it is over, or too much.")
    only = sum(1 for one in found if _is_apart(one)) == 1
    return [_resolved(root, signature, one, files, only) for one in found]


def _is_apart(reference: etree._Element) -> bool:
    return bool(reference.get("URI")) and not reference.get("URI", "").startswith("#")


def _resolved(
    root: etree._Element, signature: etree._Element, reference: etree._Element, files: Sequence[SignedFile], only: bool
) -> Resolved:
    uri = reference.get("URI")
    try:
        if uri is None:
            raise _Refused("A reference does not name what it is over.")
        if reference.get("Type") == f"{xml.DS}Manifest":
            raise _Refused("The signature is over a list of digests (a manifest), which is not followed here.")
        if _is_apart(reference):
            file = find_file(uri=uri, files=files, only=only)
            if file is None:
                raise _Refused(f"The signed file {uri[:80]} did not come with the signature.")
            data = _transformed_file(reference, file.data)
            return Resolved(reference=reference, data=data, covered=Covered(kind=CoveredKind.FILE, name=file.name))
        node = root if uri == "" else _by_identifier(root, uri[1:])
        data = _transformed_node(root, signature, reference, None if uri == "" else node)
        covered = _covered(root, signature, node, whole=uri == "")
        return Resolved(reference=reference, data=data, node=node, covered=covered)
    except (_Refused, NotReadable) as fault:
        return Resolved(reference=reference, why=str(fault))


def _by_identifier(root: etree._Element, name: str) -> etree._Element:
    found = [one for one in root.iter(etree.Element) if name in (one.get(key) for key in xml.IDENTIFIERS)]
    if len(found) != 1:
        raise _Refused(f"The document has no part with the identifier {name[:80]}.")
    if found[0].tag == _MANIFEST:
        raise _Refused("The signature is over a list of digests (a manifest), which is not followed here.")
    return found[0]


def _transforms(reference: etree._Element) -> list[etree._Element]:
    found = xml.every(reference, "ds:Transforms/ds:Transform")
    if len(found) > MOST_TRANSFORMS:
        raise _Refused("A reference has too many transforms.")
    return found


def _transformed_file(reference: etree._Element, data: bytes) -> bytes:
    for one in _transforms(reference):
        method = one.get("Algorithm", "")
        if method == xml.BASE64:
            data = _decoded(data)
        elif method in xml.CANONICAL:
            tree = xml.parse(data).getroottree()
            data = xml.canonical(tree, method=method, prefixes=xml.prefixes_of(one), comments=True)
        else:
            raise _Refused(f"The transform {method[:80]} is not one that is done on a file.")
    return data


def _transformed_node(
    root: etree._Element, signature: etree._Element, reference: etree._Element, part: etree._Element | None
) -> bytes:
    """The bytes of the document, or of its `part`: first without signatures where it says so, then canonical or decoded."""
    transforms = _transforms(reference)
    left: list[etree._Element] = []
    if transforms and transforms[0].get("Algorithm") == xml.ENVELOPED:
        left = [signature]
    elif transforms and transforms[0].get("Algorithm") == xml.XPATH:
        left = _no_signatures(root, transforms[0])
    rest = transforms[1:] if left else transforms
    if len(rest) > 1:
        raise _Refused("A reference has transforms that are not done one after the other.")
    node = part if part is not None else root.getroottree()
    if left:
        node = xml.without(root, signatures=left, of=part)
    method = rest[0].get("Algorithm", "") if rest else xml.INCLUSIVE
    if method == xml.BASE64:
        return _held(signature, part)
    if method not in xml.CANONICAL:
        raise _Refused(f"The transform {method[:80]} is not done: it could select or change at will.")
    return xml.canonical(node, method=method, prefixes=xml.prefixes_of(rest[0]) if rest else ())


def _held(signature: etree._Element, part: etree._Element | None) -> bytes:
    """What an object of the signature holds in base64. Of anything else, decoding would drop what stands around the text."""
    if part is None or part.tag != _OBJECT or part.getparent() is not signature or len(part):
        raise _Refused("Only an object of the signature that holds nothing but text is decoded.")
    return _decoded((part.text or "").encode())


def _no_signatures(root: etree._Element, transform: etree._Element) -> list[etree._Element]:
    """The one XPath that is read: the document without any signature."""
    path = xml.one(transform, "ds:XPath")
    if path is None or (path.text or "").strip() != xml.NO_SIGNATURES or path.nsmap.get("ds") != xml.DS:
        raise _Refused("An XPath is not followed: it could select at will.")
    return signatures(root)


def _decoded(data: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (ValueError, binascii.Error):
        raise _Refused("What a transform takes for base64 is none.") from None


def _covered(root: etree._Element, signature: etree._Element, node: etree._Element, *, whole: bool) -> Covered | None:
    if whole:
        return Covered(kind=CoveredKind.DOCUMENT)
    around = [node, *node.iterancestors()]
    holder = next((one for one in around if one.tag == _OBJECT and one.getparent() is signature), None)
    if holder is None:
        if signature in around:
            return None
        return Covered(kind=CoveredKind.ELEMENT, name=_name(node)) if node is not root else _root_covered(root)
    if holder.find(f"{{{xml.XADES}}}QualifyingProperties") is not None:
        return None
    return Covered(kind=CoveredKind.OBJECT, name=_name(node))


def _root_covered(root: etree._Element) -> Covered:
    """The root's element is all of the document, unless an instruction before or after it changes how it is shown."""
    beside = (*root.itersiblings(), *root.itersiblings(preceding=True))
    if any(isinstance(one, etree._ProcessingInstruction) for one in beside):
        return Covered(kind=CoveredKind.ELEMENT, name=_name(root))
    return Covered(kind=CoveredKind.DOCUMENT)


def _name(node: etree._Element) -> str:
    identifier = next((node.get(key) for key in xml.IDENTIFIERS if node.get(key)), "")
    return f"{etree.QName(node).localname} #{identifier}"


def left_out(*, root: etree._Element, signature: etree._Element, resolved: Sequence[Resolved]) -> str:
    """A sentence on what the document holds and this signature is not over; empty where that is nothing."""
    parts = [one for one in resolved if one.covered is not None]
    nodes = [one.node for one in parts if one.node is not None]
    if not all(_is_part(one, nodes) for one in signature.iterchildren(etree.Element)):
        return "The signature carries something that it is not over."
    places = {one: place for place, one in enumerate(root.iter())}
    if [places[one] for one in nodes] != sorted(places[one] for one in nodes):
        return "The signed parts stand in another order than the signature names them in."
    whole = any(one.covered == Covered(kind=CoveredKind.DOCUMENT) for one in parts)
    if whole or root is signature or _is_bundle(root):
        return ""
    names = ", ".join(one.covered.name for one in parts if one.covered is not None) or "nothing of it"
    return f"The signature is over {names[:200]} alone. What else stands in the document is not signed."


def _is_part(holder: etree._Element, nodes: Sequence[etree._Element]) -> bool:
    """Whether a child of the signature is its machinery, or an object that it is over."""
    if holder.tag != _OBJECT:
        return holder.tag in _MACHINERY
    inside = list(holder.iterchildren(etree.Element))
    text = "".join([holder.text or "", *(one.tail or "" for one in holder)]).strip()
    if holder in nodes or (not inside and not text):
        return True
    properties = f"{{{xml.XADES}}}QualifyingProperties"
    return bool(inside) and not text and all(one.tag == properties or one in nodes for one in inside)


def _is_bundle(root: etree._Element) -> bool:
    """ETSI's container of signatures over files apart (EN 319 162-1, A.3): it says nothing of its own."""
    return root.tag == _BUNDLE and all(one.tag == _SIGNATURE for one in root.iterchildren(etree.Element))
