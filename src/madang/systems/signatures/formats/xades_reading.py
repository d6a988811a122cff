"""XAdES (ETSI EN 319 132-1) read, and defended against signature wrapping: what is signed is the document it stands in.

A signature counts only as a direct child of the root (or as its descendant through no other signature) with one reference to
the whole document (URI="") and one to its own signed properties, found by position and never by looking up an Id.
"""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from madang.systems.signatures.domain.validation.evidence import Algorithm, Material, SignatureEvidence, Stamp
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms, tokens, xml
from madang.systems.signatures.formats.cms import MOST_CERTIFICATES, NotReadable

MOST_SIGNATURES = 50
DIGEST_URIS = {
    "md5": "http://www.w3.org/2001/04/xmldsig-more#md5",
    "sha1": f"{xml.DS}sha1",
    "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
    "sha384": "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "sha512": "http://www.w3.org/2001/04/xmlenc#sha512",
}
_DIGESTS = {uri: name for name, uri in DIGEST_URIS.items()}
_METHODS = {
    f"http://www.w3.org/2001/04/xmldsig-more#{kind}-{name}": (kind, name)
    for kind in ("ecdsa", "rsa")
    for name in ("sha256", "sha384", "sha512")
} | {f"{xml.DS}rsa-sha1": ("rsa", "sha1"), "http://www.w3.org/2001/04/xmldsig-more#rsa-md5": ("rsa", "md5")}
_PROPERTIES = "ds:Object/xades:QualifyingProperties"
_NOT_FOUND = SubIndication.SIGNED_DATA_NOT_FOUND


def read(*, signed: bytes) -> list[SignatureEvidence]:
    """Every signature of a document."""
    root = xml.parse(signed)
    return [_evidence(root, one) for one in signatures(root)]


def signatures(root: etree._Element) -> list[etree._Element]:
    """The signatures of a document; NotReadable when there are none, too many, or one inside the other."""
    found = xml.every(root, "//ds:Signature")
    if not found or len(found) > MOST_SIGNATURES:
        raise NotReadable("The XML holds no signature, or too many.")
    if root.tag == f"{{{xml.DS}}}Signature" or xml.every(root, "//ds:Signature//ds:Signature"):
        raise NotReadable("Signatures that enclose what they sign, or each other, are not read.")
    return list(found)


def unsigned(signature: etree._Element) -> etree._Element | None:
    """The UnsignedSignatureProperties."""
    return xml.one(signature, f"{_PROPERTIES}/xades:UnsignedProperties/xades:UnsignedSignatureProperties")


def present(signature: etree._Element) -> Material:
    """All validation data that a signature carries."""
    steps = (one for one in _steps(None, signature) if isinstance(one, Material))
    return sum(steps, Material(certificates=_certificates(signature)))


def _bytes(element: etree._Element | None) -> bytes:
    if element is None:
        raise NotReadable("A part that must hold base64 is missing.")
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (ValueError, binascii.Error):
        raise NotReadable("A part is not base64.") from None


def _certificates(signature: etree._Element) -> tuple[bytes, ...]:
    found = xml.every(signature, "ds:KeyInfo/ds:X509Data/ds:X509Certificate")
    if len(found) > MOST_CERTIFICATES:
        raise NotReadable(f"It carries more than {MOST_CERTIFICATES} certificates.")
    return tuple(_bytes(one) for one in found)


def _evidence(root: etree._Element, signature: etree._Element) -> SignatureEvidence:
    chain = _certificates(signature)
    signer = chain[0] if chain else None
    used = _algorithms(signature)
    if signer is not None:
        try:
            used.append(algorithms.key_algorithm(certificate=signer))
        except ValueError:
            raise NotReadable("The signer's certificate cannot be read.") from None
    at = xml.one(signature, f"{_PROPERTIES}/xades:SignedProperties/xades:SignedSignatureProperties/xades:SigningTime")
    fault = _reference_fault(root, signature)
    if fault is None and signer is None:
        sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        fault = Finding(sub=sub, why="The signer's certificate did not come along.")
    if fault is None and signer is not None:
        fault = _value_fault(signature, signer) or _certificate_fault(signature, signer)
    return SignatureEvidence(
        form="XAdES",
        signer=signer,
        claimed_at=_time(at),
        algorithms=tuple(used),
        steps=(Material(certificates=chain), *_steps(root, signature)),
        fault=fault,
        scope="The whole document",
    )


def _time(element: etree._Element | None) -> datetime | None:
    try:
        at = datetime.fromisoformat((element.text or "").strip()) if element is not None else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _algorithms(signature: etree._Element) -> list[Algorithm]:
    uris = xml.values(signature, "ds:SignedInfo/ds:Reference/ds:DigestMethod/@Algorithm")
    named = {_DIGESTS.get(uri, str(uri)[-20:]) for uri in uris}
    method = xml.one(signature, "ds:SignedInfo/ds:SignatureMethod")
    _kind, name = _METHODS.get(method.get("Algorithm", "") if method is not None else "", ("", "unknown"))
    return [Algorithm(name=one) for one in sorted(named | {name})]


def _references(signature: etree._Element) -> tuple[etree._Element, etree._Element] | None:
    """The reference to the document and the one to the properties, when there are exactly these two."""
    found = xml.every(signature, "ds:SignedInfo/ds:Reference")
    properties = xml.one(signature, f"{_PROPERTIES}/xades:SignedProperties")
    own = properties.get("Id") if properties is not None else None
    documents = [one for one in found if one.get("URI") == ""]
    others = [one for one in found if own and one.get("URI") == f"#{own}"]
    if len(found) == 2 and len(documents) == len(others) == 1:
        return documents[0], others[0]
    return None


def _reference_fault(root: etree._Element, signature: etree._Element) -> Finding | None:
    identifiers = xml.values(root, "//@Id | //@ID | //@id")
    if len(set(identifiers)) != len(identifiers):
        return Finding(sub=SubIndication.FORMAT_FAILURE, why="An identifier stands twice in the document.")
    references = _references(signature)
    home = xml.one(signature, _PROPERTIES)
    if references is None or home is None or home.get("Target") != f"#{signature.get('Id')}":
        why = "The signature does not cover the whole document and its own properties."
        return Finding(sub=_NOT_FOUND, why=why)
    for reference, data in zip(references, _covered(root, signature, references), strict=True):
        if data is None:
            return Finding(sub=_NOT_FOUND, why="The signature selects what it signs in a way that is not read here.")
        method = reference.find(f"{{{xml.DS}}}DigestMethod")
        name = _DIGESTS.get(method.get("Algorithm", "") if method is not None else "")
        if name is None:
            return Finding(sub=SubIndication.CRYPTO_CONSTRAINTS_FAILURE, why="A digest's algorithm is not known here.")
        if _bytes(reference.find(f"{{{xml.DS}}}DigestValue")) != algorithms.digest(algorithm=name, data=data):
            return Finding(sub=SubIndication.HASH_FAILURE, why="The document is not the one that was signed.")
    return None


def _covered(
    root: etree._Element, signature: etree._Element, references: tuple[etree._Element, etree._Element]
) -> tuple[bytes | None, bytes | None]:
    document, own = references
    properties = xml.one(signature, f"{_PROPERTIES}/xades:SignedProperties")
    own_transforms = _transforms(own)
    own_method = own_transforms[0] if own_transforms else xml.INCLUSIVE
    known = len(own_transforms) <= 1 and own_method in (xml.EXCLUSIVE, xml.INCLUSIVE) and properties is not None
    data = xml.canonical(properties, method=own_method) if known and properties is not None else None
    return _document(root, signature, document), data


def _transforms(reference: etree._Element) -> list[str]:
    found = xml.every(reference, "ds:Transforms/ds:Transform")
    return [one.get("Algorithm", "") for one in found]


def _document(root: etree._Element, signature: etree._Element, reference: etree._Element) -> bytes | None:
    """The canonical document without signatures: without this one, or by our XPath without any."""
    transforms = _transforms(reference)
    if not transforms or len(transforms) > 2:
        return None
    method = transforms[1] if len(transforms) == 2 else xml.INCLUSIVE
    if method not in (xml.EXCLUSIVE, xml.INCLUSIVE):
        return None
    if transforms[0] == xml.ENVELOPED:
        return xml.canonical(xml.without(root, signatures=[signature]), method=method)
    path = xml.one(reference, "ds:Transforms/ds:Transform/ds:XPath")
    if transforms[0] == xml.XPATH and path is not None and (path.text or "").strip() == xml.NO_SIGNATURES:
        if path.nsmap.get("ds") != xml.DS:
            return None
        return xml.canonical(xml.without(root, signatures=signatures(root)), method=method)
    return None


def _value_fault(signature: etree._Element, signer: bytes) -> Finding | None:
    info = xml.one(signature, "ds:SignedInfo")
    canonical = xml.one(signature, "ds:SignedInfo/ds:CanonicalizationMethod")
    method = xml.one(signature, "ds:SignedInfo/ds:SignatureMethod")
    kind, name = _METHODS.get(method.get("Algorithm", "") if method is not None else "", ("", ""))
    if info is None or canonical is None or not kind:
        why = "The signature's algorithm is not one that a certificate's key makes."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    value = _bytes(xml.one(signature, "ds:SignatureValue"))
    if kind == "ecdsa" and value and len(value) % 2 == 0:
        half = len(value) // 2
        value = encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
    fits = algorithms.key_algorithm(certificate=signer).name == kind
    data = xml.canonical(info, method=canonical.get("Algorithm", ""))
    if fits and algorithms.holds(certificate=signer, signature=value, data=data, algorithm=name):
        return None
    return Finding(sub=SubIndication.SIG_CRYPTO_FAILURE, why="The signature value does not fit the signer's key.")


def _certificate_fault(signature: etree._Element, signer: bytes) -> Finding | None:
    """5.2.2: the signed digest of the signer's certificate."""
    path = f"{_PROPERTIES}/xades:SignedProperties/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert"
    found = xml.every(signature, path)
    why = "The signature does not name the certificate that came along."
    if found:
        method = xml.one(found[0], "xades:CertDigest/ds:DigestMethod")
        name = _DIGESTS.get(method.get("Algorithm", "") if method is not None else "", "")
        value = _bytes(xml.one(found[0], "xades:CertDigest/ds:DigestValue"))
        if name and algorithms.digest(algorithm=name, data=signer) == value:
            return None
    return Finding(sub=SubIndication.NO_SIGNING_CERTIFICATE_FOUND, why=why)


def archived(root: etree._Element, signature: etree._Element, before: int) -> bytes:
    """5.5.2.2: the references' data, SignedInfo, SignatureValue, KeyInfo, and the unsigned properties up to `before`."""
    references = _references(signature)
    if references is None:
        raise NotReadable("The signature does not cover the whole document and its own properties.")
    parts = [data for data in _covered(root, signature, references) if data is not None]
    if len(parts) != 2:
        raise NotReadable("The signature selects what it signs in a way that is not read here.")
    for name in ("SignedInfo", "SignatureValue", "KeyInfo"):
        element = xml.one(signature, f"ds:{name}")
        if element is not None:
            parts.append(xml.canonical(element))
    properties = unsigned(signature)
    parts += [xml.canonical(one) for one in list(properties if properties is not None else ())[:before]]
    return b"".join(parts)


def _steps(root: etree._Element | None, signature: etree._Element) -> Iterable[Material | Stamp]:
    """The unsigned properties in order; timestamps only when `root` is given."""
    properties = unsigned(signature)
    for place, element in enumerate(list(properties) if properties is not None else []):
        name = etree.QName(element).localname
        if name in ("CertificateValues", "RevocationValues", "TimeStampValidationData"):
            yield _values(element)
        elif root is not None and name == "SignatureTimeStamp":
            value = xml.one(signature, "ds:SignatureValue")
            if value is None:
                raise NotReadable("The signature has no value.")
            yield from _stamps(element, xml.canonical(value), archive=False)
        elif root is not None and name == "ArchiveTimeStamp" and element.tag.startswith(f"{{{xml.XADES141}}}"):
            yield from _stamps(element, archived(root, signature, place), archive=True)


def _stamps(element: etree._Element, data: bytes, *, archive: bool) -> Iterable[Stamp]:
    for token in element.findall(f"{{{xml.XADES}}}EncapsulatedTimeStamp"):
        yield tokens.read(_bytes(token), data_of=lambda _name: data, archive=archive)


def _values(element: etree._Element) -> Material:
    def all_of(name: str) -> tuple[bytes, ...]:
        return tuple(_bytes(one) for one in element.iter(f"{{{xml.XADES}}}{name}"))

    return Material(
        certificates=all_of("EncapsulatedX509Certificate"),
        crls=all_of("EncapsulatedCRLValue"),
        ocsps=all_of("EncapsulatedOCSPValue"),
    )
