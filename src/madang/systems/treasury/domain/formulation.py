"""How a budget becomes law: its states, who may change it when, and its days.

Korea: National Finance Act arts. 7, 28, 29, 31, 33, 89; Constitution arts. 54, 56, 57. Days are dated parameters of the pack.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PLAN_YEARS = 5


class State(StrEnum):
    """Where a budget stands. Each state but the last two opens one round of changes."""

    REQUESTS = "requests"
    REVIEW = "review"
    PROPOSED = "proposed"
    ENACTED = "enacted"
    REJECTED = "rejected"


class Round(StrEnum):
    """In which round an item changed."""

    REQUEST = "request"
    REVIEW = "review"
    AMENDMENT = "amendment"


class Version(StrEnum):
    """A version of a budget: what was requested, what the government proposed, what parliament voted."""

    REQUESTED = "requested"
    PROPOSED = "proposed"
    VOTED = "voted"


OPEN_ROUND = {State.REQUESTS: Round.REQUEST, State.REVIEW: Round.REVIEW, State.PROPOSED: Round.AMENDMENT}
NEXT = {
    State.REQUESTS: (State.REVIEW,),
    State.REVIEW: (State.PROPOSED,),
    State.PROPOSED: (State.ENACTED, State.REJECTED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLaw:
    """The days and limits of the law. `…_by` is a day of the year before the fiscal year, written MM-DD."""

    midterm_by: str
    guidelines_by: str
    requests_by: str
    submission_days: int
    vote_days: int
    contingency_percent: int
    increase_needs_consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCalendar:
    """The last days of each step towards the budget of a fiscal year."""

    midterm_by: date
    guidelines_by: date
    requests_by: date
    submitted_by: date
    voted_by: date


def calendar_of(*, year: int, law: BudgetLaw) -> BudgetCalendar:
    """The last days of each step, for a fiscal year that is the calendar year (National Finance Act art. 2)."""
    opening = date(year, 1, 1)

    def before(written: str) -> date:
        return date.fromisoformat(f"{year - 1}-{written}")

    return BudgetCalendar(
        midterm_by=before(law.midterm_by),
        guidelines_by=before(law.guidelines_by),
        requests_by=before(law.requests_by),
        submitted_by=opening - timedelta(days=law.submission_days),
        voted_by=opening - timedelta(days=law.vote_days),
    )


@dataclass(frozen=True, slots=True)
class OverCeiling:
    """A ceiling that requests would break: of which programme ("" for the whole office), the limit, and what would be asked."""

    programme: str
    allowed: int
    wanted: int

    @property
    def excess(self) -> int:
        """By how much."""
        return self.wanted - self.allowed


def over_ceiling(
    *, ceilings: Mapping[str, int], requested: Iterable[tuple[str, int]], programme: str, minor: int
) -> OverCeiling | None:
    """The ceiling that `minor` more for `programme` would break (art. 29 (2)); the programme's own is looked at first."""
    asked = list(requested)
    for scope in (programme, ""):
        if scope in ceilings:
            total = minor + sum(each for one, each in asked if scope in ("", one))
            if total > ceilings[scope]:
                return OverCeiling(scope, ceilings[scope], total)
    return None


def over_contingency(*, contingency: int, total: int, percent: int) -> int:
    """By how much the general contingency exceeds its share of the general account's total (art. 22 (1)); 0 where it does not.

    The share is rounded down: a part of a unit is not within it.
    """
    return max(contingency - total * percent // 100, 0)
