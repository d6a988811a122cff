"""A small public-key infrastructure for tests, by `cryptography`; its tokens are those of our own format."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from madang.systems.signatures.domain.validation.evidence import Material
from madang.systems.signatures.formats.sources import SourceOutage
from madang.systems.signatures.formats.timestamps import Imprint, Request, Stamper

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


@dataclass(kw_only=True)
class Pair:
    """A key with its certificate: a `SigningKey`."""

    private: Any
    own: x509.Certificate
    issuers: Sequence[bytes] = ()
    digest: Any = field(default_factory=hashes.SHA256)

    @property
    def certificate(self) -> bytes:
        return der(self.own)

    @property
    def chain(self) -> Sequence[bytes]:
        return self.issuers

    def sign(self, *, data: bytes) -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), self.digest)
        size = self.private.curve.key_size
        return self.private.sign(data, ec.ECDSA({384: hashes.SHA384(), 521: hashes.SHA512()}.get(size, self.digest)))


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def certificate(
    *,
    name: str,
    private: Any,
    issuer: Pair | None,
    start: datetime,
    end: datetime,
    authority: bool = False,
    usages: Sequence[x509.ObjectIdentifier] = (),
    critical: bool = False,
    nocheck: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_key = issuer.private if issuer else private
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.own.subject if issuer else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if issuer is not None and not nocheck:
        status = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.example/")
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([status]), critical=False)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    if nocheck:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


class Authority:
    """A root, an issuing authority below it, a responder and a timestamp authority, at home in a span of years."""

    def __init__(
        self, *, name: str = "Hanbit", start: datetime = NOW - YEAR, years: int = 10, down: bool = False
    ) -> None:
        self.name, self.start, self.end = name, start, start + years * YEAR
        self.down = down
        self.now = NOW
        self.revoked: dict[int, datetime] = {}
        self.root = self._pair(f"{name} Root", None, authority=True)
        self.issuing = self._pair(f"{name} Issuing", self.root, authority=True)
        self.responder = self._pair(
            f"{name} OCSP", self.issuing, usages=[ExtendedKeyUsageOID.OCSP_SIGNING], nocheck=True
        )
        self.stamper = self._pair(
            f"{name} TSA", self.issuing, usages=[ExtendedKeyUsageOID.TIME_STAMPING], critical=True
        )

    def _pair(self, name: str, issuer: Pair | None, private: Any = None, **options: Any) -> Pair:
        private = private or ec.generate_private_key(ec.SECP256R1())
        made = certificate(name=name, private=private, issuer=issuer, start=self.start, end=self.end, **options)
        issuers = [] if issuer is None else [issuer.certificate, *issuer.issuers]
        return Pair(private=private, own=made, issuers=issuers)

    def person(
        self, *, name: str = "Kim Hana", private: Any = None, start: datetime | None = None, end: datetime | None = None
    ) -> Pair:
        private = private or ec.generate_private_key(ec.SECP256R1())
        start, end = start or self.start, end or min(self.end, (start or self.start) + 3 * YEAR)
        made = certificate(name=name, private=private, issuer=self.issuing, start=start, end=end)
        return Pair(private=private, own=made, issuers=[self.issuing.certificate])

    @property
    def anchor(self) -> bytes:
        return self.root.certificate

    # TimestampSource
    def stamp(self, *, imprint: bytes, algorithm: str) -> bytes:
        if self.down:
            raise SourceOutage
        request = Request(imprint=Imprint(algorithm=algorithm, digest=imprint), wants_certificate=True)
        return self._stamper.stamp(request=request, now=self.now)

    @cached_property
    def _stamper(self) -> Stamper:
        chain = (self.stamper.certificate, self.issuing.certificate)
        return Stamper(chain=chain, policy="2.999.1", signer=self.stamper)

    # RevocationSource
    def status(self, *, certificate: bytes, issuer: bytes) -> Material:
        if self.down:
            raise SourceOutage
        parsed, above = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
        if above == self.root.own:
            return Material(crls=(self.crl(self.root),))
        at = self.revoked.get(parsed.serial_number)
        at = at if at is not None and at <= self.now else None
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=parsed,
            issuer=above,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if at else ocsp.OCSPCertStatus.GOOD,
            this_update=self.now - timedelta(seconds=1),
            next_update=self.now + timedelta(days=1),
            revocation_time=at,
            revocation_reason=x509.ReasonFlags.key_compromise if at else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, self.responder.own)
        response = builder.certificates([self.responder.own]).sign(self.responder.private, hashes.SHA256())
        return Material(
            certificates=(self.responder.certificate,),
            ocsps=(response.public_bytes(serialization.Encoding.DER),),
        )

    def crl(self, issuer: Pair) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.own.subject)
            .last_update(self.now - timedelta(seconds=1))
            .next_update(self.now + timedelta(days=7))
            .add_extension(x509.CRLNumber(int(self.now.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.private.public_key()), critical=False
            )
        )
        for serial, at in self.revoked.items():
            if at <= self.now:
                entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
                builder = builder.add_revoked_certificate(entry)
        return builder.sign(issuer.private, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
