"""The life of a certificate: good, suspended, revoked (RFC 5280, 5.3.1; RFC 6960, 2.2)."""

from enum import StrEnum


class Status(StrEnum):
    """What a relying party is told."""

    GOOD = "good"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Reason(StrEnum):
    """Why a certificate was revoked, as RFC 5280, 5.3.1 names it."""

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "key_compromise"
    CA_COMPROMISE = "ca_compromise"
    AFFILIATION_CHANGED = "affiliation_changed"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessation_of_operation"
    CERTIFICATE_HOLD = "certificate_hold"
    REMOVE_FROM_CRL = "remove_from_crl"
    PRIVILEGE_WITHDRAWN = "privilege_withdrawn"
    AA_COMPROMISE = "aa_compromise"


# CRLReason's numbers; seven is not used (RFC 5280, 5.3.1).
NUMBERS = {
    Reason.UNSPECIFIED: 0,
    Reason.KEY_COMPROMISE: 1,
    Reason.CA_COMPROMISE: 2,
    Reason.AFFILIATION_CHANGED: 3,
    Reason.SUPERSEDED: 4,
    Reason.CESSATION_OF_OPERATION: 5,
    Reason.CERTIFICATE_HOLD: 6,
    Reason.REMOVE_FROM_CRL: 8,
    Reason.PRIVILEGE_WITHDRAWN: 9,
    Reason.AA_COMPROMISE: 10,
}
# A hold is lifted or becomes a revocation; what is revoked stays revoked (RFC 5280, 5.3.1).
FOLLOWS = {
    Status.GOOD: frozenset({Status.SUSPENDED, Status.REVOKED}),
    Status.SUSPENDED: frozenset({Status.GOOD, Status.REVOKED}),
    Status.REVOKED: frozenset[Status](),
}
# What an end entity's certificate may be revoked for; the holder names the first five.
HOLDERS_REASONS = (
    Reason.UNSPECIFIED,
    Reason.KEY_COMPROMISE,
    Reason.AFFILIATION_CHANGED,
    Reason.SUPERSEDED,
    Reason.CESSATION_OF_OPERATION,
)
OFFICERS_REASONS = (*HOLDERS_REASONS, Reason.PRIVILEGE_WITHDRAWN)


def may_become(*, before: Status, after: Status) -> bool:
    """Whether a certificate in one status may take the other."""
    return after in FOLLOWS[before]
