"""The trust services: seals of offices, timestamps, and signatures of people. Owner: `signatures`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from madang.contracts.message import Event, Query
from madang.framework.values import Party

OWNER = "signatures"


@dataclass(frozen=True, kw_only=True)
class CertifiedKey:
    """Certificates in DER: the key's own first, the root's last."""

    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CertifySeal(Query[CertifiedKey]):
    """A certificate of the profile agency seal for the key in `request` (PKCS #10, DER), held by this office."""

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    office: str
    request: bytes


@dataclass(frozen=True, kw_only=True)
class CertifyDevice(Query[CertifiedKey]):
    """A certificate of the profile organisation for the key in `request` (PKCS #10, DER), which a person's device or a program
    holds to sign for this organisation. The names are as the asker's register has them; they stand in the certificate."""

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    organisation: Party
    organisation_name: str
    person_name: str
    request: bytes


@dataclass(frozen=True, kw_only=True)
class TimestampToken:
    """A token of RFC 3161 (CMS, DER) with the certificates of its unit."""

    token: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class GetTimestamp(Query[TimestampToken]):
    """When did this SHA-256 exist? The hash tells nothing of what was hashed."""

    OWNER: ClassVar[str] = OWNER
    imprint: bytes


@dataclass(frozen=True, kw_only=True)
class SignerWanted:
    """One who is to sign, with the name as the asker shows it."""

    party: Party
    name: str


@dataclass(frozen=True, kw_only=True)
class SigningAsked:
    """The request as the trust services keep it; `link` is relative to the member's address."""

    key: str | None = None
    link: str | None = None


@dataclass(frozen=True, kw_only=True)
class RequestSignatures(Query[SigningAsked]):
    """Ask these people to sign this document, in order or all at once. PDF, XML, JSON, or any other file up to 10 MB.

    The outcome comes as `DocumentSigned` or `SigningEndedUnsigned` with the asker's own `reference`.
    """

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    content: bytes
    file_name: str
    title: str
    reason: str
    signers: tuple[SignerWanted, ...]
    in_order: bool = True
    due_at: datetime
    office: str
    office_name: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class SignedFile:
    """The document with all its signatures; `original` is what a detached signature signs."""

    content: bytes | None = None
    file_name: str | None = None
    sha256: str | None = None
    original: bytes | None = None
    state: str | None = None


@dataclass(frozen=True, kw_only=True)
class GetSigned(Query[SignedFile]):
    """The file of a request that the asker itself made, as it is now; archive timestamps are renewed over the years."""

    OWNER: ClassVar[str] = OWNER
    key: str


class WhyUnsigned(StrEnum):
    """How a request ended without all signatures."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class DocumentSigned(Event):
    """Everybody signed. Meant for the system that asked."""

    SENDER: ClassVar[str] = OWNER
    key: str
    system: str
    reference: str
    sha256: str
    at: datetime

    def addressed_to(self) -> str:
        """The system that asked."""
        return self.system


@dataclass(frozen=True, kw_only=True)
class SigningEndedUnsigned(Event):
    """It will not be signed by all. Meant for the system that asked."""

    SENDER: ClassVar[str] = OWNER
    key: str
    system: str
    reference: str
    why: WhyUnsigned
    by: str = ""
    reason: str = ""
    at: datetime

    def addressed_to(self) -> str:
        """The system that asked."""
        return self.system


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the register says of a certificate: `good`, `suspended`, `revoked`, or `unknown` where it was not issued here.
    `reason` is the word of RFC 5280, 5.3.1 for why it is not good."""

    fingerprint: str
    status: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Standings:
    """One for each certificate asked about."""

    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GetStandings(Query[Standings]):
    """How do these certificates (by SHA-256, in hex) stand? Members' and those of devices that the asker had certified."""

    OWNER: ClassVar[str] = OWNER
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevokeDevice(Query[Standings]):
    """Revoke the certificate of a device that the asker had certified: its holder uses it no more. How it stands then."""

    OWNER: ClassVar[str] = OWNER
    CHANGES: ClassVar[bool] = True
    fingerprint: str
