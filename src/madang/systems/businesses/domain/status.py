"""When a business may pause, resume and close."""

from dataclasses import dataclass
from datetime import date

from madang.contracts.businesses_v1 import BusinessStatus
from madang.systems.businesses.domain.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a business stands: since when, and until when where it pauses for a time."""

    status: BusinessStatus
    opened_on: date
    since: date
    until: date | None = None


def check_suspension(*, standing: Standing, from_on: date, until_on: date | None, today: date) -> tuple[Problem, ...]:
    """A trading business may pause from a day not before it opened (Korea: VAT Act, Enforcement Decree art. 13)."""
    found = []
    if standing.status is not BusinessStatus.ACTIVE:
        found.append(Problem("businesses.status.not_active", ""))
    if from_on < standing.since:
        found.append(Problem("businesses.status.before_last_change", "from_on", {"day": standing.since}))
    if until_on is not None and until_on <= from_on:
        found.append(Problem("businesses.suspension.ends_before_it_starts", "until_on"))
    return tuple(found)


def check_resumption(*, standing: Standing, resumed_on: date, today: date) -> tuple[Problem, ...]:
    """A pausing business may trade again from a day after it paused."""
    found = []
    if standing.status is not BusinessStatus.SUSPENDED:
        found.append(Problem("businesses.status.not_suspended", ""))
    if resumed_on < standing.since:
        found.append(Problem("businesses.status.before_last_change", "resumed_on", {"day": standing.since}))
    if resumed_on > today:
        found.append(Problem("businesses.day_in_future", "resumed_on"))
    return tuple(found)


def check_closure(*, standing: Standing, closed_on: date, today: date) -> tuple[Problem, ...]:
    """A business closes once, on a day not before its last change and not in the future."""
    found = []
    if standing.status is BusinessStatus.CLOSED:
        found.append(Problem("businesses.status.closed", ""))
    if closed_on < standing.since:
        found.append(Problem("businesses.status.before_last_change", "closed_on", {"day": standing.since}))
    if closed_on > today:
        found.append(Problem("businesses.day_in_future", "closed_on"))
    return tuple(found)
