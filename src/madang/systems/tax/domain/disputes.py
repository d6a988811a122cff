"""Assessments and what may be said against them, and until when. Plain Python."""

from datetime import date, timedelta
from enum import StrEnum


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    """Set aside by a decision on a dispute; a new assessment may stand in its place."""


class DisputeKind(StrEnum):
    """The ways to dispute an assessment (Framework Act on National Taxes arts. 55-81): first an objection at the
    office, which may
    be left out; then one appeal, to the commissioner or to the tribunal, never to both.
    """

    OBJECTION = "objection"
    EXAMINATION = "examination"
    TRIBUNAL = "tribunal"


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    GRANTED = "granted"
    DISMISSED = "dismissed"


APPEALS = frozenset({DisputeKind.EXAMINATION, DisputeKind.TRIBUNAL})


def last_day(*, told_on: date, days: int) -> date:
    """The last day to object or appeal: so many days from the day on which the taxpayer was told, that day not counted.

    Framework Act on National Taxes art. 61 (1), 66 (6): within 90 days; art. 4 with Civil Act art. 157: the first day
    does not count.
    """
    return told_on + timedelta(days=days)


def may_dispute(*, kind: DisputeKind, earlier: dict[DisputeKind, DisputeState], on: date, until: date) -> str:
    """Why not, as a permanent word: `late`, `again`, `other_appeal`, `objection_open`; empty where it may be filed."""
    if kind in earlier:
        return "again"
    if kind in APPEALS and APPEALS & earlier.keys():
        return "other_appeal"
    if kind is DisputeKind.OBJECTION and APPEALS & earlier.keys():
        return "other_appeal"
    if kind in APPEALS and earlier.get(DisputeKind.OBJECTION) is DisputeState.OPEN:
        return "objection_open"
    return "late" if on > until else ""
