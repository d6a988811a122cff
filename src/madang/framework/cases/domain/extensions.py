"""Putting a decision off, where the law lets an office.

Korea: the decision on a petition once, by at most as long again as its period (Civil Petitions Treatment Act, Enforcement
Decree art. 21 (1)); the answer to an objection once, by at most ten days that count from the day after the last (Act
art. 35 (2)). In both the applicant is told the reason without delay.
"""

from enum import StrEnum


class Hindrance(StrEnum):
    """Why a period is not extended."""

    NO_LAW = "cases.extension.no_law"
    TWICE = "cases.extension.twice"
    TOO_LATE = "cases.extension.too_late"
    TOO_LONG = "cases.extension.too_long"
    NO_DAYS = "cases.extension.no_days"


def hindrances(*, days: int, at_most: int, extended_before: bool, overdue: bool) -> tuple[Hindrance, ...]:
    """Everything that stands against an extension by `days`; `at_most` is 0 where no law allows one."""
    if at_most <= 0:
        return (Hindrance.NO_LAW,)
    found = []
    if extended_before:
        found.append(Hindrance.TWICE)
    if overdue:
        found.append(Hindrance.TOO_LATE)
    if days < 1:
        found.append(Hindrance.NO_DAYS)
    if days > at_most:
        found.append(Hindrance.TOO_LONG)
    return tuple(found)
