"""Whether a presentation is to be believed: the checks of RFC 9901, section 7.3, and of the verifier's own question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from madang.systems.mobile_id.domain.asking import Question, value_at
from madang.systems.mobile_id.domain.credential import Standing

# How far clocks may differ, and how old a key binding may be when it arrives.
SKEW = timedelta(seconds=60)
FRESH = timedelta(minutes=5)


class Outcome(StrEnum):
    """What came of a presentation. Everything but `ACCEPTED` is a no, each told apart."""

    ACCEPTED = "accepted"
    MALFORMED = "malformed"
    UNKNOWN_ISSUER = "unknown_issuer"
    FORGED = "forged"
    WRONG_TYPE = "wrong_type"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    UNBOUND = "unbound"
    WRONG_HOLDER = "wrong_holder"
    WRONG_AUDIENCE = "wrong_audience"
    REPLAYED = "replayed"
    STALE = "stale"
    SWAPPED = "swapped"
    MISSING = "missing"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, kw_only=True, slots=True)
class Presented:
    """A presentation whose two signatures were found good. `extra` are paths disclosed beyond the question."""

    type: str
    claims: Mapping[str, Any]
    disclosed: frozenset[tuple[str, ...]]
    issued_at: int
    expires_at: int
    audience: str
    nonce: str
    bound_at: int
    binds: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What this verifier asked for, when, and of whom."""

    question: Question
    types: tuple[str, ...]
    audience: str
    nonce: str
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The outcome; `shown` holds the answered claims by path where it is accepted, and nothing otherwise."""

    outcome: Outcome
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def yes(self) -> bool:
        """Whether it is accepted and everything that was asked is true."""
        return self.outcome is Outcome.ACCEPTED and all(value is not False for value in self.shown.values())


def judge(*, presented: Presented, standing: Standing, expected: Expected) -> Verdict:
    """The verdict on a presentation whose signatures hold; the first fault in the order of the checks."""
    for fault in (_credential_fault, _binding_fault, _answer_fault):
        found = fault(presented, expected)
        if found is not None:
            return Verdict(outcome=found)
    if standing is not Standing.VALID:
        return Verdict(outcome=Outcome.REVOKED if standing is Standing.REVOKED else Outcome.SUSPENDED)
    shown = {"/".join(path): value_at(claims=presented.claims, path=path) for path in expected.question.paths}
    return Verdict(outcome=Outcome.ACCEPTED, shown=shown)


def _credential_fault(presented: Presented, expected: Expected) -> Outcome | None:
    now = expected.now.timestamp()
    if presented.type not in expected.types:
        return Outcome.WRONG_TYPE
    if presented.issued_at > now + SKEW.total_seconds():
        return Outcome.NOT_YET
    return Outcome.EXPIRED if presented.expires_at <= now else None


def _binding_fault(presented: Presented, expected: Expected) -> Outcome | None:
    now = expected.now.timestamp()
    if presented.audience != expected.audience:
        return Outcome.WRONG_AUDIENCE
    if presented.nonce != expected.nonce:
        return Outcome.REPLAYED
    if not presented.binds:
        return Outcome.SWAPPED
    fresh = now - FRESH.total_seconds() <= presented.bound_at <= now + SKEW.total_seconds()
    return None if fresh else Outcome.STALE


def _answer_fault(presented: Presented, expected: Expected) -> Outcome | None:
    asked = set(expected.question.paths)
    if any(value_at(claims=presented.claims, path=path) is None for path in asked):
        return Outcome.MISSING
    # What nobody asked for is not looked at: the wallet showed more than its holder agreed to.
    return Outcome.TOO_MUCH if presented.disclosed - asked else None
