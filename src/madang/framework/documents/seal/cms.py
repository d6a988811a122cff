"""The CMS signature (RFC 5652) that PAdES puts into a PDF: everything but the digest and the signature is prepared once.

ETSI EN 319 142-1, baseline B-B: detached, with the content type, the message digest and the signing certificate
(ESS signing-certificate-v2, RFC 5035) as signed attributes; the time of signing stands in the PDF's own dictionary.
"""

import hashlib
from collections.abc import Callable, Sequence

from asn1crypto import algos, core, tsp, x509  # type: ignore[import-untyped]

_DIGEST = b"\x00" * 32
_OID_DATA = core.ObjectIdentifier("1.2.840.113549.1.7.1").dump()
_OID_SIGNED_DATA = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()
_OID_CONTENT_TYPE = core.ObjectIdentifier("1.2.840.113549.1.9.3").dump()
_OID_MESSAGE_DIGEST = core.ObjectIdentifier("1.2.840.113549.1.9.4").dump()
_OID_SIGNING_CERTIFICATE = core.ObjectIdentifier("1.2.840.113549.1.9.16.2.47").dump()
_OID_TIMESTAMP = core.ObjectIdentifier("1.2.840.113549.1.9.16.2.14").dump()
_SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
_ECDSA_SHA256 = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump()
_ONE = core.Integer(1).dump()


def tlv(tag: int, *parts: bytes) -> bytes:
    """A DER value: tag, length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


class PreparedCms:
    """The signature of one certificate, ready but for the digest of the file and the signature value."""

    def __init__(self, *, certificate: bytes, chain: Sequence[bytes]) -> None:
        """`certificate` signs (DER, P-256); `chain` are its issuers (DER), which travel with it."""
        parsed = x509.Certificate.load(certificate)
        ess = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(certificate).digest()}]}).dump()
        content_type = tlv(0x30, _OID_CONTENT_TYPE, tlv(0x31, _OID_DATA))
        signing_certificate = tlv(0x30, _OID_SIGNING_CERTIFICATE, tlv(0x31, ess))
        message_digest = tlv(0x30, _OID_MESSAGE_DIGEST, tlv(0x31, tlv(0x04, _DIGEST)))
        # DER sorts a set by its members' bytes; the digest sits in the middle by its length and never moves.
        attributes = b"".join(sorted((content_type, message_digest, signing_certificate)))
        self._before, self._after = attributes.split(_DIGEST)
        issuer_and_serial = tlv(0x30, parsed.issuer.dump(), parsed["tbs_certificate"]["serial_number"].dump())
        self._signer = _ONE + issuer_and_serial + _SHA256
        certificates = tlv(0xA0, certificate, *chain)
        self._head = _ONE + tlv(0x31, _SHA256) + tlv(0x30, _OID_DATA) + certificates

    def sign(
        self,
        *,
        digest: bytes,
        sign_der: Callable[[bytes], bytes],
        timestamp: Callable[[bytes], bytes] | None = None,
    ) -> bytes:
        """The CMS ContentInfo over a file's SHA-256; `sign_der` gives an ECDSA signature in DER over what it is handed.

        `timestamp` gives a token (RFC 3161) over a signature's SHA-256, which makes it B-T (EN 319 142-1, 6.3).
        """
        attributes = self._before + digest + self._after
        signature = sign_der(tlv(0x31, attributes))
        unsigned = b""
        if timestamp is not None:
            token = timestamp(hashlib.sha256(signature).digest())
            unsigned = tlv(0xA1, tlv(0x30, _OID_TIMESTAMP, tlv(0x31, token)))
        signer = tlv(0x30, self._signer, tlv(0xA0, attributes), _ECDSA_SHA256, tlv(0x04, signature), unsigned)
        signed_data = tlv(0x30, self._head, tlv(0x31, signer))
        return tlv(0x30, _OID_SIGNED_DATA, tlv(0xA0, signed_data))
