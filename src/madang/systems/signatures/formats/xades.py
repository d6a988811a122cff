"""XAdES (ETSI EN 319 132-1), baseline B-B to B-LTA, written: inside the XML document that it signs, or beside files.

A signature inside covers the document without any signature (an XPath transform), so that several signers stand side by side.
Beside files they stand in ETSI's container of signatures (EN 319 162-1, A.3).
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]
from asn1crypto.cms import IssuerSerial  # type: ignore[import-untyped]
from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from madang.systems.signatures.domain.validation.evidence import Material, SignatureEvidence
from madang.systems.signatures.formats import algorithms, tokens, xades_reading, xml
from madang.systems.signatures.formats import xades_references as references
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.signed_files import SignedFile, uri_of
from madang.systems.signatures.formats.sources import SigningKey, TimestampSource

_DS = ElementMaker(namespace=xml.DS, nsmap={"ds": xml.DS})
_X = ElementMaker(namespace=xml.XADES, nsmap={"xades": xml.XADES})
_BUNDLE = f'<asic:XAdESSignatures xmlns:asic="{xml.CONTAINER}"/>'.encode()
_ARCHIVE = ElementMaker(namespace=xml.XADES141, nsmap={"xades141": xml.XADES141})


class Xades:
    """Signs the XML document that is handed over, or `files` beside the signature where there are any."""

    def __init__(self, *, files: Sequence[SignedFile] = ()) -> None:
        self._files = files

    def sign(self, *, data: bytes, key: SigningKey, at: datetime) -> bytes:
        """A signature as the last child of the root; NotReadable when `data` is no plain XML. Over files, `data` is the bundle
        of earlier signatures, or empty."""
        root = xml.parse(data or _BUNDLE if self._files else data)
        name = algorithms.digest_for(certificate=key.certificate)
        number = f"S-{secrets.token_hex(8)}"
        signature = _DS.Signature(Id=number)
        root.append(signature)
        properties = _properties(key.certificate, number, name, at, self._files)
        signed_info = _signed_info(key.certificate, number, name, self._files)
        signature.append(signed_info)
        signature.append(_DS.SignatureValue(Id=f"{number}-value"))
        chain = (_DS.X509Certificate(_text(one)) for one in (key.certificate, *key.chain))
        signature.append(_DS.KeyInfo(_DS.X509Data(*chain)))
        signature.append(_DS.Object(_X.QualifyingProperties(properties, Target=f"#{number}")))
        for one in references.resolve(root=root, signature=signature, files=self._files):
            if one.data is None:
                raise NotReadable(one.why)
            _fill(one.reference, name, one.data)
        value = key.sign(data=xml.canonical(signed_info))
        signature[1].text = _text(algorithms.raw_value(value=value, certificate=key.certificate))
        return _dumped(root)

    def put_value(self, *, signed: bytes, blank: bytes, value: bytes, certificate: bytes) -> bytes:
        """`value` in the place of `blank`."""
        root = xml.parse(signed)
        old, new = (_text(algorithms.raw_value(value=one, certificate=certificate)) for one in (blank, value))
        for one in xml.every(root, "//ds:SignatureValue"):
            if one.text == old:
                one.text = new
        return _dumped(root)

    def timestamp_signature(self, *, signed: bytes, source: TimestampSource) -> bytes:
        """A SignatureTimeStamp (5.3) for every signature that has none."""
        root = xml.parse(signed)
        for signature in references.signatures(root):
            unsigned = _unsigned(signature)
            if unsigned.find(f"{{{xml.XADES}}}SignatureTimeStamp") is None:
                data = xml.canonical(xml.every(signature, "ds:SignatureValue")[0])
                unsigned.append(_stamp(_X.SignatureTimeStamp(), tokens.request(source=source, data=data)))
        return _dumped(root)

    def add_material(self, *, signed: bytes, material: Material) -> bytes:
        """CertificateValues and RevocationValues at first, TimeStampValidationData later (5.4, 5.5.1)."""
        root = xml.parse(signed)
        for signature in references.signatures(root):
            fresh = material - xades_reading.present(signature)
            unsigned = _unsigned(signature)
            if not fresh:
                continue
            home = unsigned
            if unsigned.find(f"{{{xml.XADES}}}RevocationValues") is not None:
                home = _ARCHIVE.TimeStampValidationData()
                unsigned.append(home)
            certificates = [_X.EncapsulatedX509Certificate(_text(one)) for one in fresh.certificates]
            if certificates:
                home.append(_X.CertificateValues(*certificates))
            if fresh.crls or fresh.ocsps:
                home.append(_revocation_values(fresh))
        return _dumped(root)

    def timestamp_archive(self, *, signed: bytes, source: TimestampSource, algorithm: str = "sha256") -> bytes:
        """An ArchiveTimeStamp (5.5.2) over document, signature and all parts before it."""
        root = xml.parse(signed)
        for signature in references.signatures(root):
            unsigned = _unsigned(signature)
            resolved = references.resolve(root=root, signature=signature, files=self._files)
            method = _DS.CanonicalizationMethod(Algorithm=xml.EXCLUSIVE)
            data = xades_reading.archived(signature, resolved, before=len(unsigned), method=method)
            token = tokens.request(source=source, data=data, algorithm=algorithm)
            unsigned.append(_stamp(_ARCHIVE.ArchiveTimeStamp(), token))
        return _dumped(root)

    def read(self, *, signed: bytes) -> list[SignatureEvidence]:
        """Every signature."""
        return xades_reading.read(signed=signed, files=self._files)


def _dumped(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _signed_info(certificate: bytes, number: str, name: str, files: Sequence[SignedFile]) -> Any:
    kind = "ecdsa" if algorithms.is_elliptic(certificate=certificate) else "rsa"
    return _DS.SignedInfo(
        _DS.CanonicalizationMethod(Algorithm=xml.EXCLUSIVE),
        _DS.SignatureMethod(Algorithm=f"http://www.w3.org/2001/04/xmldsig-more#{kind}-{name}"),
        *(_reference(name, Id=f"{number}-{place}", URI=uri_of(file=file)) for place, file in enumerate(files)),
        *(() if files else (_document_reference(number, name),)),
        _reference(
            name,
            _DS.Transform(Algorithm=xml.EXCLUSIVE),
            URI=f"#{number}-properties",
            Type="http://uri.etsi.org/01903#SignedProperties",
        ),
    )


def _document_reference(number: str, name: str) -> Any:
    return _reference(
        name,
        _DS.Transform(_DS.XPath(xml.NO_SIGNATURES), Algorithm=xml.XPATH),
        _DS.Transform(Algorithm=xml.EXCLUSIVE),
        Id=f"{number}-0",
        URI="",
    )


def _reference(name: str, *transforms: etree._Element, **attributes: str) -> Any:
    method = _DS.DigestMethod(Algorithm=xades_reading.DIGEST_URIS[name])
    before = (_DS.Transforms(*transforms),) if transforms else ()
    return _DS.Reference(*before, method, _DS.DigestValue(), **attributes)


def _fill(reference: etree._Element, name: str, data: bytes) -> None:
    reference[-1].text = _text(algorithms.digest(algorithm=name, data=data))


def _properties(certificate: bytes, number: str, name: str, at: datetime, files: Sequence[SignedFile]) -> Any:
    parsed = x509.Certificate.load(certificate)
    serial = {
        "issuer": [x509.GeneralName("directory_name", parsed.issuer)],
        "serial": parsed.serial_number,
    }
    digest = algorithms.digest(algorithm=name, data=certificate)
    return _X.SignedProperties(
        _X.SignedSignatureProperties(
            _X.SigningTime(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            _X.SigningCertificateV2(
                _X.Cert(
                    _X.CertDigest(
                        _DS.DigestMethod(Algorithm=xades_reading.DIGEST_URIS[name]),
                        _DS.DigestValue(_text(digest)),
                    ),
                    _X.IssuerSerialV2(_text(IssuerSerial(serial).dump())),
                )
            ),
        ),
        _X.SignedDataObjectProperties(
            *(
                _X.DataObjectFormat(_X.MimeType(kind), ObjectReference=f"#{number}-{place}")
                for place, kind in enumerate(["application/octet-stream"] * len(files) or ["text/xml"])
            )
        ),
        Id=f"{number}-properties",
    )


def _unsigned(signature: etree._Element) -> Any:
    found = xades_reading.unsigned(signature)
    if found is not None:
        return found
    home = xml.one(signature, "ds:Object/xades:QualifyingProperties")
    if home is None:
        raise NotReadable("This is an XML signature without the properties of XAdES.")
    made = _X.UnsignedSignatureProperties()
    home.append(_X.UnsignedProperties(made))
    return made


def _stamp(element: etree._Element, token: bytes) -> Any:
    element.append(_DS.CanonicalizationMethod(Algorithm=xml.EXCLUSIVE))
    element.append(_X.EncapsulatedTimeStamp(_text(token)))
    return element


def _revocation_values(material: Material) -> Any:
    values = _X.RevocationValues()
    if material.crls:
        values.append(_X.CRLValues(*(_X.EncapsulatedCRLValue(_text(one)) for one in material.crls)))
    if material.ocsps:
        values.append(_X.OCSPValues(*(_X.EncapsulatedOCSPValue(_text(one)) for one in material.ocsps)))
    return values
