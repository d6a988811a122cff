"""What parliament lets the state promise over several years.

Korea: National Finance Act arts. 23 and 48 (3) (continuing appropriation: total and yearly amounts, what is left of a year
goes on until the project is completed; parliament may put off the last year, art. 23 (3)), 25 (contract authorisation: a debt
outside this year's appropriations, with its reason, the year in which it is incurred and the years in which it is paid; (2):
for repairs after disasters within what parliament voted for the year, used as the contingency is).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A continuing appropriation, a contract authorisation without appropriation, or such a one for disasters."""

    CONTINUING = "continuing"
    CONTRACT = "contract"
    DISASTER = "disaster"


# Art. 23 (1): what takes several years to complete.
PURPOSES = ("works", "manufacture", "research")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationLaw:
    """For how many years money may be continued, and for how many by way of exception (art. 23 (2))."""

    years: int
    years_at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: by kind, from the budget's year on, so much in each year. `exception` says why it takes
    longer than the rule; `contingency`: it is asked for with the contingency.
    """

    kind: Kind
    purpose: str
    year: int
    amounts: Mapping[int, int]
    reason: str
    exception: str = ""
    contingency: bool = False


def objections(*, asked: Asked, law: AuthorisationLaw) -> list[str]:
    """Why the law does not allow it, as permanent words; empty when it does."""
    found = []
    if not asked.reason.strip():
        found.append("no_reason")
    if not asked.amounts or any(minor <= 0 for minor in asked.amounts.values()):
        found.append("no_amount")
    if any(year < asked.year for year in asked.amounts):
        found.append("before")
    if asked.kind is Kind.DISASTER and not asked.contingency:
        found.append("contingency")
    if asked.kind is Kind.CONTINUING:
        found += _of_continuing(asked, law)
    return found


def _of_continuing(asked: Asked, law: AuthorisationLaw) -> list[str]:
    found = []
    if asked.purpose not in PURPOSES:
        found.append("purpose")
    if len(asked.amounts) < 2:
        found.append("one_year")
    years = max(asked.amounts, default=asked.year) - asked.year + 1
    if years > law.years_at_most:
        found.append("too_long")
    elif years > law.years and not asked.exception.strip():
        found.append("exception")
    return found


def may_undertake(*, kind: Kind, year: int, first: int, last: int) -> bool:
    """Whether a promise may be made in the fiscal year: on a contract authorisation in its own year alone (art. 25)."""
    return first <= year <= last if kind is Kind.CONTINUING else year == first


def goes_on(*, year: int, first: int, last: int) -> bool:
    """Whether what is left of the year's money goes on into the next: until the year of completion (art. 48 (3))."""
    return first <= year < last
