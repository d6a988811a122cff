"""A case as plain values for its pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.framework.audit.spoken import spoken
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Happened, ObjectionOutcome, Outcome
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.cases.wording import OBJECTION_OUTCOMES, event_title, outcome_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event of the timeline in words."""

    title: str
    at: datetime
    who: str
    text: str


# What the applicant reads of an event: whose hands it is in is the office's own matter.
_HIDDEN = frozenset({Happened.TAKEN})


def timeline_of(case: Case, *, desk: bool) -> list[Told]:
    """The events, newest first; the applicant does not see who took it in hand."""
    events = CaseEvent.objects.filter(case=case).order_by("-id")
    return [_told(event, desk=desk) for event in events if desk or event.kind not in _HIDDEN]


def _told(event: CaseEvent, *, desk: bool) -> Told:
    title = event_title(event.kind, desk=desk)
    outcome = event.detail.get("outcome", "")
    if outcome in set(Outcome):
        title = f"{title}: {outcome_title(outcome)}"
    elif outcome in set(ObjectionOutcome):
        title = f"{title}: {OBJECTION_OUTCOMES[ObjectionOutcome(outcome)]}"
    return Told(title=title, at=event.at, who=event.actor_name if desk else "", text=event.text)


def facts_of(case: Case) -> list[tuple[object, object]]:
    """What the case is about, by its procedure."""
    return procedures.get(case.procedure).facts_of(case)


def decisions_of(case: Case, *, desk: bool) -> list[dict[str, Any]]:
    """The decisions with reasons and legal text, newest first; officials' names for the desk."""
    return [
        {
            "outcome": one.outcome,
            "title": outcome_title(one.outcome),
            "reasons": one.reasons,
            "legal_text": spoken(one.legal_text),
            "decided_at": one.decided_at,
            "who": one.decided_by_name if desk else "",
            "on_objection": one.on_objection,
        }
        for one in case.decisions.order_by("-id")
    ]


def supplements_of(case: Case) -> list[dict[str, Any]]:
    """What was asked and answered, newest first."""
    return [
        {
            "asked": one.asked,
            "asked_at": one.asked_at,
            "answer_by": one.answer_by,
            "answer": one.answer,
            "answered_at": one.answered_at,
            "lapsed_at": one.lapsed_at,
            "files": one.attachments,
            "open": one.answered_at is None and one.lapsed_at is None,
        }
        for one in case.supplements.order_by("-id")
    ]


def objection_of(case: Case) -> dict[str, Any] | None:
    """The objection, if there is one."""
    one = case.objections.order_by("-id").first()
    if one is None:
        return None
    return {
        "reasons": one.reasons,
        "filed_at": one.filed_at,
        "due_on": one.due_on,
        "answer": one.answer,
        "answered_at": one.answered_at,
        "title": str(OBJECTION_OUTCOMES[ObjectionOutcome(one.outcome)]) if one.outcome else "",
    }
