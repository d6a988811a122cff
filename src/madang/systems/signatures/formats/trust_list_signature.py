"""The signature of a trust list (ETSI TS 119 612, B.1): XAdES B-B, enveloped, exclusive canonical XML, ECDSA with SHA-256."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from madang.systems.signatures.formats.signing import Signs

DS, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_D = ElementMaker(namespace=DS, nsmap={"ds": DS})
_X = ElementMaker(namespace=XADES, nsmap={"xades": XADES, "ds": DS})


def sign_list(*, unsigned: etree._Element, chain: Sequence[bytes], signer: Signs, at: datetime) -> bytes:
    """The signed list in XML; `chain` is the operator's certificate (DER) with its issuers."""
    properties = _properties(chain[0], at)
    signed_info = _D.SignedInfo(
        _D.CanonicalizationMethod(Algorithm=EXCLUSIVE),
        _D.SignatureMethod(Algorithm=ECDSA),
        _reference(unsigned, (ENVELOPED, EXCLUSIVE), URI=""),
        _reference(
            properties, (EXCLUSIVE,), URI="#signed-properties", Type="http://uri.etsi.org/01903#SignedProperties"
        ),
    )
    value = _D.SignatureValue(_text(_raw(signer.sign(data=_canonical(signed_info)))))
    key = _D.KeyInfo(_D.X509Data(*(_D.X509Certificate(_text(one)) for one in chain)))
    qualifying = _D.Object(_X.QualifyingProperties(properties, Target="#signature"))
    unsigned.append(_D.Signature(signed_info, value, key, qualifying, Id="signature"))
    whole: bytes = etree.tostring(unsigned, xml_declaration=True, encoding="UTF-8")
    return whole


def _properties(certificate: bytes, at: datetime) -> etree._Element:
    digest = _text(hashlib.sha256(certificate).digest())
    cert = _X.Cert(_X.CertDigest(_D.DigestMethod(Algorithm=SHA256), _D.DigestValue(digest)))
    time = _X.SigningTime(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    signature = _X.SignedSignatureProperties(time, _X.SigningCertificateV2(cert))
    made: etree._Element = _X.SignedProperties(signature, Id="signed-properties")
    return made


def _reference(target: etree._Element, transforms: tuple[str, ...], **attributes: str) -> etree._Element:
    digest = _text(hashlib.sha256(_canonical(target)).digest())
    made: etree._Element = _D.Reference(
        _D.Transforms(*(_D.Transform(Algorithm=one) for one in transforms)),
        _D.DigestMethod(Algorithm=SHA256),
        _D.DigestValue(digest),
        **attributes,
    )
    return made


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True)


def _raw(signature: bytes) -> bytes:
    """r and s of 32 bytes each (XML Signature 1.1, 6.4.3)."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
