"""What signing needs of others: a key, timestamps, revocation status. The authorities' half fills these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from madang.systems.signatures.domain.validation.evidence import Material, SignatureEvidence


class SourceOutage(RuntimeError):
    """A timestamp or status service does not answer now."""


class SigningKey(Protocol):
    """A signer's key: where it lies is its own affair."""

    @property
    def certificate(self) -> bytes:
        """The signer's certificate (DER)."""

    @property
    def chain(self) -> Sequence[bytes]:
        """The issuers of the certificate (DER), nearest first."""

    def sign(self, *, data: bytes) -> bytes:
        """The signature over `data`: ECDSA in DER with the curve's digest, or RSA PKCS #1 v1.5 with SHA-256."""


class TimestampSource(Protocol):
    """An RFC 3161 authority."""

    def stamp(self, *, imprint: bytes, algorithm: str) -> bytes:
        """The token (CMS ContentInfo, DER) over a digest; SourceOutage when it cannot be had."""


class RevocationSource(Protocol):
    """Who knows whether a certificate still holds."""

    def status(self, *, certificate: bytes, issuer: bytes) -> Material:
        """A response or list for the certificate, with its responder's certificates; SourceOutage when none can be had."""


class Format(Protocol):
    """One of the four: each step takes the signed bytes and gives the next; what was signed before stays valid."""

    def sign(self, *, data: bytes, key: SigningKey, at: datetime) -> bytes:
        """B-B; `data` may hold signatures already."""

    def put_value(self, *, signed: bytes, blank: bytes, value: bytes, certificate: bytes) -> bytes:
        """The same file with `value` where the signature value `blank` stood, as `prepared.py` needs it."""

    def timestamp_signature(self, *, signed: bytes, source: TimestampSource) -> bytes:
        """B-T: a timestamp over the value of the last signature."""

    def add_material(self, *, signed: bytes, material: Material) -> bytes:
        """B-LT: validation data beside every signature."""

    def timestamp_archive(self, *, signed: bytes, source: TimestampSource, algorithm: str) -> bytes:
        """B-LTA, and its renewal: a timestamp over all that is there."""

    def read(self, *, signed: bytes) -> list[SignatureEvidence]:
        """Every signature. NotReadable for anything else."""
