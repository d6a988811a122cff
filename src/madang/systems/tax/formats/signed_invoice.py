"""A UBL invoice with its signature inside, in the extension where UBL keeps signatures (UBL 2.1, 5).

XAdES baseline B (ETSI TS 103 171): SigningCertificate, as the schema that UBL 2.1 carries knows no SigningCertificateV2.

One signature, at one place, over the whole document but itself. Whatever differs is refused, so that what a reader takes for
signed is what was signed: no second signature, no identifier twice, no reference elsewhere, no other transform.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from madang.framework.bulk import safe_xml
from madang.framework.bulk.safe_xml import Element, XmlRefused
from madang.systems.tax.formats import names

SIG = "urn:oasis:names:specification:ubl:schema:xsd:CommonSignatureComponents-2"
SAC = "urn:oasis:names:specification:ubl:schema:xsd:SignatureAggregateComponents-2"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{names.DS}enveloped-signature"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
METHODS = {
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256": ec.EllipticCurvePublicKey,
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": rsa.RSAPublicKey,
}
PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"
_PLACE = (
    f"{{{names.EXT}}}UBLExtensions/{{{names.EXT}}}UBLExtension/{{{names.EXT}}}ExtensionContent/"
    f"{{{SIG}}}UBLDocumentSignatures/{{{SAC}}}SignatureInformation/{{{names.DS}}}Signature"
)
_UBL = (f"{{{names.UBL_INVOICE}}}Invoice", f"{{{names.UBL_CREDIT_NOTE}}}CreditNote")

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SignatureRefused(ValueError):
    """It is not signed so that somebody may rely on it; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInvoice:
    """What exactly was signed: `content` is the canonical document that the signature covers; whom to trust is the caller's."""

    content: bytes
    certificate: x509.Certificate
    signed_at: datetime


def sign_invoice(*, xml: bytes, key: PrivateKey, certificate: x509.Certificate, at: datetime | None = None) -> bytes:
    """The UBL invoice with a signature in its first extension. CII has no place for one: SignatureRefused."""
    root = safe_xml.read(data=xml)
    if root.tag not in _UBL:
        raise SignatureRefused(
            "Only an invoice or credit note of UBL can hold its signature; CII has no place for one."
        )
    if root.find(f"{{{names.EXT}}}UBLExtensions") is not None or root.find(f".//{{{names.DS}}}Signature") is not None:
        raise SignatureRefused("The invoice holds extensions or a signature already.")
    place = _extension(root)
    document = _digest(root)
    signature = _element(place, names.DS, "Signature", Id="signature")
    info = _element(signature, names.DS, "SignedInfo")
    value = _element(signature, names.DS, "SignatureValue")
    data = _element(_element(signature, names.DS, "KeyInfo"), names.DS, "X509Data")
    _element(data, names.DS, "X509Certificate").text = _base64(certificate.public_bytes(Encoding.DER))
    holder = _element(signature, names.DS, "Object")
    qualifying = _element(holder, XADES, "QualifyingProperties", Target="#signature")
    properties = _properties(qualifying, certificate, at or datetime.now(UTC))
    _signed_info(info, key, document, _digest(properties))
    value.text = _base64(_signed(key, _canonical(info)))
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"


def verify_invoice(*, xml: bytes) -> SignedInvoice:
    """What was signed, and with which certificate. SignatureRefused (or XmlRefused) for everything else."""
    root = safe_xml.read(data=xml)
    signature = _only_signature(root)
    certificate = _certificate(signature)
    info, properties = _one(signature, f"{{{names.DS}}}SignedInfo"), _signed_properties(signature)
    document, own = _references(info, str(properties.get("Id")))
    _check_value(signature, info, certificate)
    if _digest(properties) != _text(_one(own, f"{{{names.DS}}}DigestValue")):
        raise SignatureRefused("The signed properties are not those that were signed.")
    _check_certificate(properties, certificate)
    path = f"{{{XADES}}}SignedSignatureProperties/{{{XADES}}}SigningTime"
    signed_at = _time(_text(_one(properties, path)))
    content = _without(root, signature)
    if _base64(hashlib.sha256(content).digest()) != _text(_one(document, f"{{{names.DS}}}DigestValue")):
        raise SignatureRefused("The invoice is not the one that was signed.")
    if not certificate.not_valid_before_utc <= signed_at <= certificate.not_valid_after_utc:
        raise SignatureRefused("The certificate was not valid at the time of signing.")
    return SignedInvoice(content=content, certificate=certificate, signed_at=signed_at)


def _extension(root: Element) -> Element:
    extensions = etree.Element(f"{{{names.EXT}}}UBLExtensions", nsmap={"ext": names.EXT})
    root.insert(0, extensions)
    content = _element(_element(extensions, names.EXT, "UBLExtension"), names.EXT, "ExtensionContent")
    signatures = etree.SubElement(content, f"{{{SIG}}}UBLDocumentSignatures", nsmap={"sig": SIG, "sac": SAC})
    return _element(signatures, SAC, "SignatureInformation")


def _element(parent: Element, space: str, name: str, **attributes: str) -> Element:
    prefix = {names.DS: "ds", XADES: "xades"}.get(space)
    return etree.SubElement(parent, f"{{{space}}}{name}", attributes, nsmap={prefix: space} if prefix else None)


def _properties(qualifying: Element, certificate: x509.Certificate, at: datetime) -> Element:
    properties = _element(qualifying, XADES, "SignedProperties", Id="signed-properties")
    signed = _element(properties, XADES, "SignedSignatureProperties")
    _element(signed, XADES, "SigningTime").text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    named = _element(_element(signed, XADES, "SigningCertificate"), XADES, "Cert")
    digest = _element(named, XADES, "CertDigest")
    _element(digest, names.DS, "DigestMethod", Algorithm=SHA256)
    _element(digest, names.DS, "DigestValue").text = _base64(certificate.fingerprint(hashes.SHA256()))
    issuer = _element(named, XADES, "IssuerSerial")
    _element(issuer, names.DS, "X509IssuerName").text = certificate.issuer.rfc4514_string()
    _element(issuer, names.DS, "X509SerialNumber").text = str(certificate.serial_number)
    about = _element(_element(properties, XADES, "SignedDataObjectProperties"), XADES, "DataObjectFormat")
    about.set("ObjectReference", "#document")
    _element(about, XADES, "MimeType").text = "text/xml"
    return properties


def _signed_info(info: Element, key: PrivateKey, document: str, properties: str) -> None:
    method = "ecdsa" if isinstance(key, ec.EllipticCurvePrivateKey) else "rsa"
    _element(info, names.DS, "CanonicalizationMethod", Algorithm=EXCLUSIVE)
    _element(info, names.DS, "SignatureMethod", Algorithm=f"http://www.w3.org/2001/04/xmldsig-more#{method}-sha256")
    _reference(info, document, (ENVELOPED, EXCLUSIVE), Id="document", URI="")
    _reference(info, properties, (EXCLUSIVE,), Type=PROPERTIES_TYPE, URI="#signed-properties")


def _reference(info: Element, digest: str, transforms: tuple[str, ...], **attributes: str) -> None:
    reference = _element(info, names.DS, "Reference", **attributes)
    home = _element(reference, names.DS, "Transforms")
    for one in transforms:
        _element(home, names.DS, "Transform", Algorithm=one)
    _element(reference, names.DS, "DigestMethod", Algorithm=SHA256)
    _element(reference, names.DS, "DigestValue").text = digest


def _signed(key: PrivateKey, data: bytes) -> bytes:
    """XML Signature writes an ECDSA value as r and s, each of the curve's length (XML Signature 1.1, 6.4.3)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _canonical(element: Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _digest(element: Element) -> str:
    return _base64(hashlib.sha256(_canonical(element)).digest())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _text(element: Element) -> str:
    return "".join((element.text or "").split())


def _bytes(element: Element) -> bytes:
    try:
        return base64.b64decode(_text(element), validate=True)
    except ValueError:
        raise SignatureRefused("A part of the signature is not base64.") from None


def _one(parent: Element, path: str) -> Element:
    found = parent.findall(path)
    if len(found) != 1:
        raise SignatureRefused(f"The signature has {len(found)} of {path.rpartition('}')[2]} where one is needed.")
    return found[0]


def _only_signature(root: Element) -> Element:
    """The one signature of the document, at the one place where it may stand."""
    if root.tag not in _UBL:
        raise SignatureRefused("This is no invoice or credit note of UBL.")
    signatures = list(root.iter(f"{{{names.DS}}}Signature"))
    if len(signatures) != 1 or root.findall(_PLACE) != signatures:
        raise SignatureRefused("The invoice does not hold exactly one signature, at the place where UBL keeps it.")
    identifiers = [
        value for one in root.iter() for name, value in one.attrib.items() if str(name).lower() in ("id", "xml:id")
    ]
    if len(set(identifiers)) != len(identifiers):
        raise SignatureRefused("An identifier stands twice in the document.")
    return signatures[0]


def _signed_properties(signature: Element) -> Element:
    home = _one(signature, f"{{{names.DS}}}Object/{{{XADES}}}QualifyingProperties")
    if home.get("Target") != f"#{signature.get('Id')}":
        raise SignatureRefused("The properties belong to another signature.")
    return _one(home, f"{{{XADES}}}SignedProperties")


def _references(info: Element, properties: str) -> tuple[Element, Element]:
    """The reference to the whole document and the one to the properties: these two alone, with their transforms alone."""
    found = info.findall(f"{{{names.DS}}}Reference")
    targets = {"": [ENVELOPED, EXCLUSIVE], f"#{properties}": [EXCLUSIVE]}
    if [one.get("URI") for one in found] != list(targets) or found[1].get("Type") != PROPERTIES_TYPE:
        raise SignatureRefused("The signature does not cover the whole invoice and its own properties.")
    for one in found:
        transforms = one.findall(f"{{{names.DS}}}Transforms/{{{names.DS}}}Transform")
        methods = [transform.get("Algorithm") for transform in transforms]
        if methods != targets[str(one.get("URI"))] or any(len(transform) for transform in transforms):
            raise SignatureRefused("The signature changes what it signs in a way that is not read here.")
        if _one(one, f"{{{names.DS}}}DigestMethod").get("Algorithm") != SHA256:
            raise SignatureRefused("Only SHA-256 is read here.")
    return found[0], found[1]


def _certificate(signature: Element) -> x509.Certificate:
    data = _bytes(_one(signature, f"{{{names.DS}}}KeyInfo/{{{names.DS}}}X509Data/{{{names.DS}}}X509Certificate"))
    try:
        return x509.load_der_x509_certificate(data)
    except ValueError:
        raise SignatureRefused("The signer's certificate cannot be read.") from None


def _check_value(signature: Element, info: Element, certificate: x509.Certificate) -> None:
    method = str(_one(info, f"{{{names.DS}}}SignatureMethod").get("Algorithm"))
    form = _one(info, f"{{{names.DS}}}CanonicalizationMethod").get("Algorithm")
    value, key = _bytes(_one(signature, f"{{{names.DS}}}SignatureValue")), _public_key(certificate)
    if form != EXCLUSIVE or method not in METHODS or not isinstance(key, METHODS[method]):
        raise SignatureRefused("The signature is not made as its certificate's key signs.")
    try:
        _verify(key, value, _canonical(info))
    except (InvalidSignature, ValueError):
        raise SignatureRefused("The signature does not fit the certificate's key.") from None


def _public_key(certificate: x509.Certificate) -> object:
    try:
        return certificate.public_key()
    except (ValueError, TypeError):
        raise SignatureRefused("The certificate's key cannot be read.") from None


def _verify(key: Any, value: bytes, data: bytes) -> None:
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        return
    half = (key.curve.key_size + 7) // 8
    if len(value) != 2 * half:
        raise InvalidSignature
    both = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
    key.verify(encode_dss_signature(*both), data, ec.ECDSA(hashes.SHA256()))


def _check_certificate(properties: Element, certificate: x509.Certificate) -> None:
    """TS 101 903, 7.2.2: the certificate that came along is the one that was signed."""
    named = f"{{{XADES}}}SignedSignatureProperties/{{{XADES}}}SigningCertificate/{{{XADES}}}Cert/{{{XADES}}}CertDigest"
    digest = _one(properties, named)
    if _one(digest, f"{{{names.DS}}}DigestMethod").get("Algorithm") != SHA256:
        raise SignatureRefused("Only SHA-256 is read here.")
    if _bytes(_one(digest, f"{{{names.DS}}}DigestValue")) != certificate.fingerprint(hashes.SHA256()):
        raise SignatureRefused("The signature names another certificate than the one that came along.")


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise SignatureRefused("The time of signing cannot be read.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _without(root: Element, signature: Element) -> bytes:
    """The canonical document without its signature; the text around it stays."""
    parent = signature.getparent()
    if parent is None:
        raise SignatureRefused("The signature is the whole document.")
    previous, tail = signature.getprevious(), signature.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(signature)
    return _canonical(root)


__all__ = ["SignatureRefused", "SignedInvoice", "XmlRefused", "sign_invoice", "verify_invoice"]
