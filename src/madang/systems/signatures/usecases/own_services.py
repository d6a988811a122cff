"""The country's own trust services as signing and validating need them: keys, timestamps, status, anchors."""

from collections.abc import Sequence
from datetime import datetime

from asn1crypto import ocsp as asn1_ocsp  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import load_der_x509_certificate, ocsp

from madang.systems.signatures.domain.validation.evidence import Material
from madang.systems.signatures.formats.sources import SourceOutage
from madang.systems.signatures.formats.timestamps import NotStamped
from madang.systems.signatures.gateways.keys import KeyUnavailable, open_key
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
from madang.systems.signatures.usecases.publish_crl import latest_list
from madang.systems.signatures.usecases.timestamp import timestamp


class OwnKey:
    """The key of a certificate in the register; SourceOutage when it cannot be opened."""

    def __init__(self, *, certificate: Certificate) -> None:
        self._certificate = certificate
        self.certificate: bytes = bytes(certificate.der)
        # The root is the verifier's own; it does not travel.
        self.chain: Sequence[bytes] = certificate.chain[1:-1]

    def sign(self, *, data: bytes) -> bytes:
        """ECDSA with SHA-256 in DER."""
        try:
            return open_key(label=self._certificate.key_label).sign(data=data)
        except KeyUnavailable:
            raise SourceOutage from None


class OwnServices:
    """The country's timestamps and status at an instant."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now

    def stamp(self, *, imprint: bytes, algorithm: str) -> bytes:
        """A token of the valid timestamping unit."""
        try:
            return timestamp(imprint=imprint, algorithm=algorithm, now=self._now)
        except NotStamped:
            raise SourceOutage from None

    def status(self, *, certificate: bytes, issuer: bytes) -> Material:
        """An OCSP answer; the list where a root is the issuer."""
        authority = Authority.objects.filter(certificate=issuer).first()
        if authority is None:
            raise SourceOutage
        if authority.kind == "root":
            latest = latest_list(authority=authority)
            if latest is None:
                raise SourceOutage
            return Material(crls=(bytes(latest.der),))
        subject, above = load_der_x509_certificate(certificate), load_der_x509_certificate(issuer)
        builder = ocsp.OCSPRequestBuilder().add_certificate(subject, above, hashes.SHA256())
        question = builder.build().public_bytes(serialization.Encoding.DER)
        answer = answer_ocsp(request=question, now=self._now).der
        return _answered(answer)


def _answered(answer: bytes) -> Material:
    response = asn1_ocsp.OCSPResponse.load(answer)
    if response["response_status"].native != "successful":
        raise SourceOutage
    certificates = tuple(one.dump() for one in response.basic_ocsp_response["certs"] or ())
    return Material(certificates=certificates, ocsps=(answer,))


def own_anchors() -> tuple[bytes, ...]:
    """The certificates of every root that the country ever had: old signatures are checked against old roots."""
    return tuple(bytes(one) for one in Authority.objects.filter(kind="root").values_list("certificate", flat=True))
