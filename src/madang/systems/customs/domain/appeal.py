"""What a trader may hold against an assessment or a refused claim, until when, and in which order.

Korea: Customs Act arts. 118 (review before the assessment), 119 to 128-2 (examination by the Commissioner), 132 (objection).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState


class AppealKind(StrEnum):
    """Which it is."""

    REVIEW = "review"  # art. 118 (2): before the assessment
    OBJECTION = "objection"  # art. 132: to the office that decided
    EXAMINATION = "examination"  # art. 122: to the head of customs


class AppealState(StrEnum):
    """Where it stands."""

    FILED = "filed"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLaw:
    """The country's terms, in days: to ask for a review, to appeal, and to decide an objection."""

    review_days: int
    appeal_days: int
    objection_decided_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An appeal that was filed before: when, and when its decision was told."""

    state: AppealState
    filed_on: date
    decided_on: date | None


class Why(StrEnum):
    """Why one is not taken."""

    NOTHING = "nothing"  # nothing stands that could be appealed so
    LATE = "late"
    AGAIN = "again"
    OTHER = "other"  # the examination comes last
    WAITS = "waits"  # the objection is not decided
    MOVED_ON = "moved_on"  # the declaration was corrected since


def ask_until(*, told_on: date, law: AppealLaw) -> date:
    """The last day to ask for a review (art. 118 (2): thirty days from the notice)."""
    return told_on + timedelta(days=law.review_days)


def appeal_until(*, told_on: date, objection: Earlier | None, law: AppealLaw) -> date:
    """The last day to appeal: ninety days from the notice, or from what was told of the objection (arts. 121, 132 (4))."""
    since = objection.decided_on if objection is not None and objection.decided_on else told_on
    return since + timedelta(days=law.appeal_days)


def fits(*, kind: AppealKind, against: CorrectionKind, state: CorrectionState) -> bool:
    """Whether there is something to appeal against: a notice, an assessment, a refused claim."""
    if kind is AppealKind.REVIEW:
        return state is CorrectionState.TOLD
    if against is CorrectionKind.ASSESSED:
        return state is CorrectionState.DONE
    return against is CorrectionKind.CLAIM and state is CorrectionState.REFUSED


def why_not(
    *, kind: AppealKind, on: date, until: date, earlier: Mapping[AppealKind, Earlier], law: AppealLaw
) -> Why | None:
    """Why it may not be filed on that day; nothing where it may. Each is filed once (art. 119 (3), (4)). Whoever hears nothing
    of an objection in time may go on (art. 121 (2))."""
    if kind in earlier:
        return Why.AGAIN
    if kind is AppealKind.OBJECTION and AppealKind.EXAMINATION in earlier:
        return Why.OTHER
    objection = earlier.get(AppealKind.OBJECTION)
    if kind is AppealKind.EXAMINATION and objection is not None and objection.state is AppealState.FILED:
        last = objection.filed_on + timedelta(days=law.objection_decided_in)
        return Why.WAITS if on <= last else None
    return Why.LATE if on > until else None
