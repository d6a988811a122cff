"""What travels around every question and event: who asks about whom, why, and by what right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from madang.framework.values import Party


class BasisKind(StrEnum):
    """The right by which data is asked for."""

    LAW = "law"
    CONSENT = "consent"
    OWN = "own"
    """The subject, or who acts for them under a mandate, asks for their own data."""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """A legal basis with its citation, a consent with its reference, or the subject's own request."""

    kind: BasisKind
    cite: str = ""
    consent: str = ""


def law(cite: str) -> Basis:
    """The article that allows the look."""
    return Basis(kind=BasisKind.LAW, cite=cite)


def consent(reference: str) -> Basis:
    """The subject's recorded consent."""
    return Basis(kind=BasisKind.CONSENT, consent=reference)


def own_request() -> Basis:
    """The subject asks for what is theirs."""
    return Basis(kind=BasisKind.OWN)


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One exchange. `id` is unique; `idempotency_key` makes a repeated question one question.

    `sender` and `recipient` are systems, `member` the deployment that sent it; `asked_by` is written for people (the
    office and the official's title, or "yourself"); `purpose` is a sentence the subject reads.
    """

    id: str
    member: str
    sender: str
    recipient: str
    contract: str
    asked_by: str
    actor: str = ""
    on_behalf_of: Party | None = None
    subject: Party | None = None
    basis: Basis
    purpose: str
    purpose_in: Mapping[str, str] = field(default_factory=dict)
    """The purpose by language, where the asker knows it in several: the subject reads it in theirs."""
    case: str = ""
    idempotency_key: str = ""
    language: str = ""
    sent_at: datetime
