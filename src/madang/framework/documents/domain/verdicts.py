"""What a verifier is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """Each tells a verifier something else to do; the codes are permanent."""

    GENUINE = "genuine"
    """Issued by us, unaltered, in force."""
    ALTERED = "altered"
    """We issued a document of this number, but not these bytes or these facts."""
    OTHER_DOCUMENT = "other_document"
    """The code or the file belongs to another document than the number that came with it."""
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """We issued nothing of this number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The answer to "is this document genuine?". Only GENUINE is a yes; `explanation` says what was found and what to do."""

    outcome: Outcome
    explanation: str
    number: str = ""
    kind: str = ""
    title: str = ""
    holder: str = ""
    by: str = ""
    issued_at: datetime | None = None
    valid_until: date | None = None
    changed_at: datetime | None = None
    replaced_by: str = ""
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the document may be relied upon today."""
        return self.outcome is Outcome.GENUINE


def standing(*, status: str, valid_until: date | None, today: date) -> Outcome:
    """What became of a document that was found unaltered: revocation weighs more than replacement, that more than age."""
    if status in (Outcome.REVOKED, Outcome.REPLACED):
        return Outcome(status)
    if valid_until is not None and today > valid_until:
        return Outcome.EXPIRED
    return Outcome.GENUINE
