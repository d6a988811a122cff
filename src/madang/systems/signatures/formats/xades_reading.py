"""XAdES (ETSI EN 319 132-1) read: enveloped, enveloping and detached, over one thing or several.

What its references are over, and the defence against signature wrapping, stands in `xades_references`.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from madang.systems.signatures.domain.validation.evidence import Algorithm, Material, SignatureEvidence, Stamp
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms, tokens, xml
from madang.systems.signatures.formats import xades_references as references
from madang.systems.signatures.formats.cms import MOST_CERTIFICATES, NotReadable
from madang.systems.signatures.formats.signed_files import SignedFile

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
_PROPERTIES = references.PROPERTIES
_NOT_FOUND = SubIndication.SIGNED_DATA_NOT_FOUND


def read(*, signed: bytes, files: Sequence[SignedFile] = ()) -> list[SignatureEvidence]:
    """Every signature of a document; `files` are those beside it that it may be over."""
    root = xml.parse(signed)
    return [_evidence(root, one, files) for one in references.signatures(root)]


def unsigned(signature: etree._Element) -> etree._Element | None:
    """The UnsignedSignatureProperties."""
    return xml.one(signature, f"{_PROPERTIES}/xades:UnsignedProperties/xades:UnsignedSignatureProperties")


def present(signature: etree._Element) -> Material:
    """All validation data that a signature carries."""
    steps = (one for one in _steps(signature, None) if isinstance(one, Material))
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


def _evidence(root: etree._Element, signature: etree._Element, files: Sequence[SignedFile]) -> SignatureEvidence:
    resolved = references.resolve(root=root, signature=signature, files=files)
    chain = _certificates(signature)
    signer = chain[0] if chain else None
    used = _algorithms(signature)
    if signer is not None:
        try:
            used.append(algorithms.key_algorithm(certificate=signer))
        except ValueError:
            raise NotReadable("The signer's certificate cannot be read.") from None
    at = xml.one(signature, f"{_PROPERTIES}/xades:SignedProperties/xades:SignedSignatureProperties/xades:SigningTime")
    fault = _reference_fault(root, signature, resolved)
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
        steps=(Material(certificates=chain), *_steps(signature, resolved)),
        fault=fault,
        covers=tuple(dict.fromkeys(one.covered for one in resolved if one.covered is not None)),
        left_out=references.left_out(root=root, signature=signature, resolved=resolved),
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


def _reference_fault(
    root: etree._Element, signature: etree._Element, resolved: Sequence[references.Resolved]
) -> Finding | None:
    identifiers = [value for one in root.iter(etree.Element) for value in map(one.get, xml.IDENTIFIERS) if value]
    if len(set(identifiers)) != len(identifiers):
        return Finding(sub=SubIndication.FORMAT_FAILURE, why="An identifier stands twice in the document.")
    home = xml.one(signature, _PROPERTIES)
    properties = xml.one(signature, f"{_PROPERTIES}/xades:SignedProperties")
    own = [one for one in resolved if properties is not None and one.node is properties]
    if len(own) != 1 or home is None or home.get("Target") != f"#{signature.get('Id')}":
        return Finding(sub=_NOT_FOUND, why="The signature is not over its own properties, as XAdES asks.")
    found = [_digest_fault(one) for one in resolved]
    wrong = [one for one in found if one is not None]
    return min(wrong, key=lambda one: one.sub is not SubIndication.HASH_FAILURE, default=None)


def _digest_fault(one: references.Resolved) -> Finding | None:
    if one.data is None:
        return Finding(sub=_NOT_FOUND, why=one.why)
    method = one.reference.find(f"{{{xml.DS}}}DigestMethod")
    name = _DIGESTS.get(method.get("Algorithm", "") if method is not None else "")
    if name is None:
        return Finding(sub=SubIndication.CRYPTO_CONSTRAINTS_FAILURE, why="A digest's algorithm is not known here.")
    if _bytes(one.reference.find(f"{{{xml.DS}}}DigestValue")) == algorithms.digest(algorithm=name, data=one.data):
        return None
    what = one.covered.name if one.covered is not None else ""
    return Finding(sub=SubIndication.HASH_FAILURE, why=f"This is not what was signed: {what or 'the document'}.")


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
    data = _canonical(info, canonical)
    if fits and algorithms.holds(certificate=signer, signature=value, data=data, algorithm=name):
        return None
    return Finding(sub=SubIndication.SIG_CRYPTO_FAILURE, why="The signature value does not fit the signer's key.")


def _canonical(element: etree._Element, method: etree._Element | None) -> bytes:
    """As a CanonicalizationMethod asks; where there is none, the inclusive form (EN 319 132-1, 4.3.2 and 5.3)."""
    if method is None:
        return xml.canonical(element, method=xml.INCLUSIVE)
    name = method.get("Algorithm", "")
    return xml.canonical(element, method=name, prefixes=xml.prefixes_of(method), comments=True)


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


def archived(
    signature: etree._Element,
    resolved: Sequence[references.Resolved],
    *,
    before: int,
    method: etree._Element | None,
) -> bytes:
    """5.5.2.2: the references' data, SignedInfo, SignatureValue, KeyInfo, the unsigned properties up to `before`, and the
    objects beside the one with the properties; canonical as `method` says."""
    missing = next((one.why for one in resolved if one.data is None), "")
    if missing:
        raise NotReadable(missing)
    parts = [one.data for one in resolved if one.data is not None]
    for name in ("SignedInfo", "SignatureValue", "KeyInfo"):
        element = xml.one(signature, f"ds:{name}")
        if element is not None:
            parts.append(_canonical(element, method))
    properties = unsigned(signature)
    parts += [_canonical(one, method) for one in list(properties if properties is not None else ())[:before]]
    parts += [_canonical(one, method) for one in xml.every(signature, "ds:Object[not(xades:QualifyingProperties)]")]
    return b"".join(parts)


def _steps(signature: etree._Element, resolved: Sequence[references.Resolved] | None) -> Iterable[Material | Stamp]:
    """The unsigned properties in order; timestamps only when the references are given."""
    properties = unsigned(signature)
    for place, element in enumerate(list(properties) if properties is not None else []):
        name = etree.QName(element).localname
        method = element.find(f"{{{xml.DS}}}CanonicalizationMethod")
        if name in ("CertificateValues", "RevocationValues", "TimeStampValidationData"):
            yield _values(element)
        elif resolved is not None and name == "SignatureTimeStamp":
            value = xml.one(signature, "ds:SignatureValue")
            if value is None:
                raise NotReadable("The signature has no value.")
            yield from _stamps(element, _canonical(value, method), archive=False)
        elif resolved is not None and name == "ArchiveTimeStamp" and element.tag.startswith(f"{{{xml.XADES141}}}"):
            found = all(one.data is not None for one in resolved)
            data = archived(signature, resolved, before=place, method=method) if found else None
            yield from _stamps(element, data, archive=True)


def _stamps(element: etree._Element, data: bytes | None, *, archive: bool) -> Iterable[Stamp]:
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
