"""What can truly be said of the service: a state from facts that were measured, and "unknown" where none are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FRESH = timedelta(minutes=15)
"""A measure counts so long; three are missed before nobody knows any more."""
SLOW_MILLISECONDS = 10_000
LONG_WAIT = timedelta(minutes=30)


class ServiceState(StrEnum):
    """What is said."""

    RUNNING = "running"
    DISTURBED = "disturbed"  # something is slow, waits long or does not answer
    FALLBACK = "fallback"  # officers declared the fallback procedure
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What was found. None means that it could not be known, never zero."""

    reachable: bool
    """Whether the database answered."""
    last_answered_at: datetime | None = None
    answered: int | None = None
    """Single declarations answered in the last hour."""
    median_milliseconds: int | None = None
    waiting_files: int | None = None
    waiting_since: datetime | None = None
    measured_at: datetime | None = None
    """When a worker measured last and asked the neighbours."""
    neighbours: Mapping[str, bool] | None = None
    fallbacks: int | None = None


def known_neighbours(*, facts: ServiceFacts, now: datetime) -> Mapping[str, bool] | None:
    """Who answers, by name; None where nobody asked lately."""
    return facts.neighbours if _fresh(facts.measured_at, now) else None


def service_state(*, facts: ServiceFacts, now: datetime) -> ServiceState:
    """The state: what is certain first, and never "running" without something that was seen to run in the last minutes."""
    if not facts.reachable:
        return ServiceState.UNKNOWN
    if facts.fallbacks:
        return ServiceState.FALLBACK
    silent = not all((known_neighbours(facts=facts, now=now) or {}).values())
    slow = facts.median_milliseconds is not None and facts.median_milliseconds > SLOW_MILLISECONDS
    waits = facts.waiting_since is not None and now - facts.waiting_since > LONG_WAIT
    if silent or slow or waits:
        return ServiceState.DISTURBED
    if _fresh(facts.measured_at, now) or _fresh(facts.last_answered_at, now):
        return ServiceState.RUNNING
    return ServiceState.UNKNOWN


def _fresh(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - at <= FRESH
