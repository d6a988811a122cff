"""Certificate signing requests (PKCS #10, RFC 2986): only their key is used; whose it is the register says."""

from asn1crypto import csr, keys, pem  # type: ignore[import-untyped]
from asn1crypto import x509 as x509_names
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from madang.systems.signatures.formats.signing import Signs, signed

LARGEST = 16 * 1024
CURVES = (ec.SECP256R1, ec.SECP384R1)
LEAST_RSA, MOST_RSA = 2048, 8192


def write_request(*, signer: Signs, public_key: bytes, common_name: str) -> bytes:
    """A request in PEM, signed wherever the key lies. The name is a word for people: the ceremony gives the real one."""
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": x509_names.Name.build({"common_name": common_name[:64]}),
            "subject_pk_info": keys.PublicKeyInfo.load(public_key),
            "attributes": [],
        }
    )
    return bytes(pem.armor("CERTIFICATE REQUEST", signed(body=info.dump(), signer=signer)))


class UnfitRequest(ValueError):
    """No certificate can be issued on this request; the text says why."""


def key_of_request(*, data: bytes) -> bytes:
    """The public key (SubjectPublicKeyInfo, DER) of a request in PEM or DER, whose holder proved to have the private one.

    Raises UnfitRequest.
    """
    if len(data) > LARGEST:
        raise UnfitRequest("too_large")
    try:
        pem = data.lstrip().startswith(b"-----BEGIN")
        request = x509.load_pem_x509_csr(data) if pem else x509.load_der_x509_csr(data)
        key = request.public_key()
        proven = request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
        raise UnfitRequest("unreadable") from None
    if not proven:
        raise UnfitRequest("not_proven")
    elliptic = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, CURVES)
    long = isinstance(key, rsa.RSAPublicKey) and LEAST_RSA <= key.key_size <= MOST_RSA
    if not (elliptic or long):
        raise UnfitRequest("weak_key")
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
