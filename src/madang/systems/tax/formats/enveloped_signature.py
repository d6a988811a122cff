"""An enveloped XML signature over a whole document (W3C XML Signature 1.1): ECDSA on P-256 with SHA-256, inclusive
canonical XML 1.0."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256

from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
CANONICAL = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
ENVELOPED = f"{DS}enveloped-signature"


class NotSigned(ValueError):
    """There is no signature over the whole document, or it does not hold; the text says why."""


def sign(*, root: etree._Element, sign_raw: Callable[[bytes], bytes], certificate: bytes, place: int = 1) -> bytes:
    """The document with its signature as the child at `place`. `sign_raw` gives r‖s; `certificate` is DER."""
    digest = sha256(_canonical(root)).digest()
    signature = etree.Element(f"{{{DS}}}Signature", nsmap={"ds": DS})
    info = etree.SubElement(signature, f"{{{DS}}}SignedInfo")
    etree.SubElement(info, f"{{{DS}}}CanonicalizationMethod", Algorithm=CANONICAL)
    etree.SubElement(info, f"{{{DS}}}SignatureMethod", Algorithm=ECDSA)
    reference = etree.SubElement(info, f"{{{DS}}}Reference", URI="")
    transforms = etree.SubElement(reference, f"{{{DS}}}Transforms")
    for algorithm in (ENVELOPED, CANONICAL):
        etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=algorithm)
    etree.SubElement(reference, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
    etree.SubElement(reference, f"{{{DS}}}DigestValue").text = b64encode(digest).decode()
    value = etree.SubElement(signature, f"{{{DS}}}SignatureValue")
    key = etree.SubElement(etree.SubElement(signature, f"{{{DS}}}KeyInfo"), f"{{{DS}}}X509Data")
    etree.SubElement(key, f"{{{DS}}}X509Certificate").text = b64encode(certificate).decode()
    # Where it stands before it is signed: canonical XML takes in the namespaces around it.
    root.insert(place, signature)
    value.text = b64encode(sign_raw(_canonical(info))).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def verify(*, root: etree._Element, verify_raw: Callable[[bytes, bytes], None]) -> None:
    """Raises NotSigned unless exactly one signature, a child of the root, covers the whole document; `verify_raw(signature,
    data)` raises where the key did not make it. The document's own certificate is not believed: whoever asks brings the
    key."""
    found = root.findall(f".//{{{DS}}}Signature")
    if len(found) != 1 or found[0].getparent() is not root:
        raise NotSigned("one signature below the root is expected")
    info = _only(found[0], "SignedInfo")
    reference = _only(info, "Reference")
    said = [one.get("Algorithm") for one in reference.iter(f"{{{DS}}}Transform")]
    methods = [_only(info, name).get("Algorithm") for name in ("CanonicalizationMethod", "SignatureMethod")]
    if reference.get("URI") != "" or said != [ENVELOPED, CANONICAL] or methods != [CANONICAL, ECDSA]:
        raise NotSigned("the signature does not cover the whole document in the agreed way")
    whole = deepcopy(root)
    whole.remove(_only(whole, "Signature"))
    if _bytes(_only(reference, "DigestValue")) != sha256(_canonical(whole)).digest():
        raise NotSigned("the document was changed after it was signed")
    try:
        verify_raw(_bytes(_only(found[0], "SignatureValue")), _canonical(info))
    except ValueError:
        raise NotSigned("the signature is not of this key") from None


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=False)


def _only(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(f"{{{DS}}}{name}")
    if len(found) != 1:
        raise NotSigned(f"{name} is expected once")
    return found[0]


def _bytes(element: etree._Element) -> bytes:
    try:
        return b64decode((element.text or "").strip(), validate=True)
    except ValueError:
        raise NotSigned("a value is not base64") from None
