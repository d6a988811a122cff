"""How sure a sign-in is: by the way, by how its means was given out, and by what is known of its standing. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from madang.framework.identity.actor import Assurance


class Method(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 (the name of a method)
    PASSKEY = "passkey"
    PROOFING = "proofing"
    WALLET = "wallet"
    DEMO = "demo"


def level_of_new_passkey(*, session_method: str, session_level: int, device_bound: bool, device_checked: bool) -> int:
    """At which level a passkey is given out: as surely as its owner was known at that moment, never more.

    A means is bound to a person by its enrolment (ISO/IEC 29115 cl. 8.2; eIDAS Implementing Regulation 2015/1502, annex
    2.2.2): whoever stole a password must not be able to mint a better proof with it. High takes a person proofed face to
    face and a key that cannot leave a device that somebody checked: its maker's attestation, or an official who saw it
    (NIST SP 800-63B s. 4.3, AAL3: hardware, not exportable; annex 2.2.1 of 2015/1502).
    """
    if session_method == Method.PROOFING:
        return Assurance.HIGH if device_bound and device_checked else Assurance.SUBSTANTIAL
    return max(Assurance.NONE, min(session_level, Assurance.SUBSTANTIAL))


def level_of_passkey_sign_in(*, enrolled_at: int, user_verified: bool) -> int:
    """Two factors: the device, and PIN or body. Without the second one nobody is signed in at all."""
    return enrolled_at if user_verified else Assurance.NONE


def is_weaker(*, proof: int, session: int) -> bool:
    """Whether a fresh proof says less than the session claims: it then renews nothing, or a password would refresh `high`."""
    return proof < session


def is_copy(*, kept: int, seen: int) -> bool:
    """Whether the signature counter tells of a copied authenticator (Web Authentication Level 3, s. 6.1.1).

    Two zeros mean that the authenticator does not count.
    """
    return (kept > 0 or seen > 0) and seen <= kept


class Standing(StrEnum):
    """What a status source says of a means of identification."""

    GOOD = "good"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was last heard of a means, and until when that may be relied on (as nextUpdate of an OCSP answer)."""

    standing: Standing
    heard_at: datetime
    valid_until: datetime


class Ground(StrEnum):
    """On what a level stands."""

    FRESH = "fresh"
    CACHED = "cached"
    OUTAGE = "outage"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assured:
    """The level that holds and why; REFUSED is no sign-in."""

    level: int
    ground: Ground


# An answer that the source stretches further than a week is taken for a mistake of the source.
LONGEST_RELIANCE = timedelta(days=7)


def assured(*, claimed: int, fresh: Known | None, cached: Known | None, now: datetime) -> Assured:
    """The level that holds when the status of a means could, or could not, be checked.

    A fresh answer decides. Without one, the last answer decides within its validity. Without either, whoever is not
    known to be revoked still signs in, at a stated lower level, at most low: a resident must reach the state while a
    certificate service is down, and no one gains by bringing it down. A revocation once heard never lapses, and an answer
    older than what is known already is none: somebody replays it.
    """
    if fresh is not None and cached is not None and fresh.heard_at < cached.heard_at:
        fresh = None
    for known, ground in ((fresh, Ground.FRESH), (cached, Ground.CACHED)):
        if known is None:
            continue
        if known.standing is not Standing.GOOD:
            return Assured(level=Assurance.NONE, ground=Ground.REFUSED)
        if known.heard_at <= now < min(known.valid_until, known.heard_at + LONGEST_RELIANCE):
            return Assured(level=claimed, ground=ground)
    return Assured(level=min(claimed, Assurance.LOW), ground=Ground.OUTAGE)
