"""How a system offers its services to the one counter (`civil`), and how the counter has them done.

Every member answers `ListServices` for the systems it runs; the counter needs no knowledge of any of them. A certificate
is issued in one question; a reported matter travels as events, so nothing is lost while its agency is down.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from madang.contracts.message import EVERY_MEMBER, Event, Query
from madang.framework.values import Money, Party


class ServiceKind(StrEnum):
    """How a service is done."""

    CERTIFICATE = "certificate"
    """Issued at once from what the register holds."""
    MATTER = "matter"
    """Reported or applied for; an official decides."""
    COUNTER = "counter"
    """Described here, done in person elsewhere."""


class FieldKind(StrEnum):
    """What a person answers."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ADDRESS = "address"
    PERSON = "person"
    """A member of the applicant's household or family, by key; choices come from the prefill."""
    BUSINESS = "business"
    """One of the applicant's businesses, by number; choices come from the prefill."""
    FILE = "file"


Texts = dict[str, str]
"""The same text by language code; `en` is always there."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer to choose."""

    value: str
    label: Texts


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question. `step` groups questions onto a screen; `shown_when` is `field=value` of an earlier answer."""

    name: str
    label: Texts
    kind: FieldKind = FieldKind.TEXT
    step: str = "details"
    help: Texts | None = None
    required: bool = True
    choices: tuple[Choice, ...] = ()
    default: str = ""
    shown_when: str = ""
    max_length: int = 200
    pattern: str = ""


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What it costs by channel; no entry means free. `waivers` are sentences for people, `waiver_codes` for machines."""

    online: Money | None = None
    counter: Money | None = None
    cite: str = ""
    waivers: tuple[Texts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ServiceDeclaration:
    """A service as its owner offers it. `code` begins with the owner's name: `population.abstract`."""

    code: str
    owner: str
    kind: ServiceKind
    title: Texts
    summary: Texts
    agency: Texts
    statute: Texts
    fee: Fee
    working_days: int | None = None
    """Days by law; 0 is at once; None where no law sets them."""
    days_cite: str = ""
    who_may_apply: Texts
    applicants: tuple[str, ...] = ("person",)
    """Party kinds that may be its subject: person, business."""
    by_proxy: bool = True
    channels: tuple[str, ...] = ("online", "counter")
    data_needed: tuple[Texts, ...] = ()
    keywords: dict[str, tuple[str, ...]] | None = None
    category: str = ""
    life_events: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Services:
    """What one member offers, in the order its owners prefer."""

    services: tuple[ServiceDeclaration, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListServices(Query[Services]):
    """What can people get from you?"""

    OWNER: ClassVar[str] = EVERY_MEMBER
    PUBLIC: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class KnownAnswer:
    """What the state already knows: a field's value, how to show it, and who knows it."""

    field: str
    value: str = ""
    shown: str = ""
    source: Texts | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prefill:
    """Known answers. `refused_because` says why this party cannot have the service, where that is already known."""

    answers: tuple[KnownAnswer, ...] = ()
    refused_because: Texts | None = None


@dataclass(frozen=True, kw_only=True)
class PrefillApplication(Query[Prefill]):
    """What do you know already for this service and this party? Asked of the member that owns the service."""

    OWNER: ClassVar[str] = EVERY_MEMBER
    service: str
    party: Party


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A sealed document in its issuer's books."""

    number: str | None = None
    title: str | None = None
    sha256: str | None = None
    issued_at: datetime | None = None
    valid_until: date | None = None
    link: str | None = None
    """Where the resident opens it, relative to the member's address."""


@dataclass(frozen=True, kw_only=True)
class IssueCertificate(Query[Certificate]):
    """Render, seal, number and record this certificate. The envelope's idempotency key makes a repetition harmless."""

    OWNER: ClassVar[str] = EVERY_MEMBER
    CHANGES: ClassVar[bool] = True
    service: str
    party: Party
    answers: dict[str, str]
    language: str
    application: str


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file the applicant added, by content; the owner fetches it with `GetAttachment` when it needs the bytes."""

    field: str
    name: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class AttachmentContent:
    """The bytes of one attachment."""

    content: bytes | None = None
    media_type: str | None = None
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class GetAttachment(Query[AttachmentContent]):
    """Give me this attachment of this application."""

    OWNER: ClassVar[str] = "civil"
    application: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ApplicationFiled(Event):
    """Someone applied for a matter that `owner` decides. Only that owner acts on it."""

    SENDER: ClassVar[str] = "civil"
    owner: str
    service: str
    application: str
    applicant: Party
    """Who it concerns and who receives the decision."""
    filed_by: str
    """Person key of who typed it: the applicant, their proxy, or empty for an official at a counter."""
    answers: dict[str, str]
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    bundle: str = ""
    filed_at: datetime
    applicant_name: str = ""
    """As the counter knows it; empty where it knows only who typed it."""

    def addressed_to(self) -> str:
        """The system that decides it."""
        return self.owner


class Progress(StrEnum):
    """Where an application stands at its agency."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    TRANSFERRED = "transferred"
    GRANTED = "granted"
    REFUSED = "refused"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class ApplicationProgressed(Event):
    """An agency tells how an application stands. `SENDER` is any owner: `owner` says which."""

    SENDER: ClassVar[str] = EVERY_MEMBER
    owner: str
    application: str
    progress: Progress
    case: str = ""
    office: str = ""
    due_on: date | None = None
    note: str = ""
    documents: tuple[str, ...] = ()
    at: datetime

    def addressed_to(self) -> str:
        """The counter that took it in."""
        return "civil"


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant took an application back before its decision."""

    SENDER: ClassVar[str] = "civil"
    owner: str
    application: str
    at: datetime

    def addressed_to(self) -> str:
        """The system that decides it."""
        return self.owner
