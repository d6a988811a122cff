"""Answer a request to add something; or let it lapse."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case, Supplement
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_applicant
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal


class AnswerEmpty(Refusal):
    """Neither words nor a file."""

    code = "cases.answer_empty"
    says = _("Write an answer or attach a file; then the office can go on.")
    status = 422


def answer_supplement(
    *,
    case: Case,
    answer: str,
    actor: Actor,
    now: datetime,
    attachments: Sequence[dict[str, Any]] = (),
) -> Supplement:
    """The applicant answers; the clock runs again, the due day moved by the working time that the answer took.

    `attachments` are blobs of the storage room: sha256, name, size, media_type. Raises AnswerEmpty, NotYourCase, NotNow.
    """
    require_applicant(actor=actor, case=case)
    if not answer.strip() and not attachments:
        raise AnswerEmpty(faults=(Fault("answer", str(AnswerEmpty.says), AnswerEmpty.code),))

    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.SUPPLEMENT_ANSWERED)
        supplement = Supplement.objects.get(case=case, answered_at=None, lapsed_at=None)
        supplement.answer, supplement.answered_at = answer.strip(), now
        supplement.attachments = list(attachments)
        supplement.save(update_fields=["answer", "answered_at", "attachments"])
        start_clock(case=case, now=now)
        happen(
            case=case,
            kind=Happened.SUPPLEMENT_ANSWERED,
            actor=actor,
            now=now,
            text=supplement.answer,
            detail={"due_on": str(case.due_on), "files": [one.get("name", "") for one in attachments]},
        )
    return supplement


def lapse_supplement(*, case: Case, actor: Actor, now: datetime) -> Case:
    """The day of the answer went by: the clock runs again and the office decides on what it has. Raises NotNow."""
    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.SUPPLEMENT_ANSWERED)
        supplement = Supplement.objects.get(case=case, answered_at=None, lapsed_at=None)
        supplement.lapsed_at = now
        supplement.save(update_fields=["lapsed_at"])
        start_clock(case=case, now=now)
        happen(
            case=case, kind=Happened.RESUMED, actor=actor, now=now, detail={"due_on": str(case.due_on), "lapsed": True}
        )
    return case


def start_clock(*, case: Case, now: datetime) -> None:
    """Move the due moment by what was lost and set the case under review again; the caller saves."""
    if case.stopped_at is not None:
        case.due_at, case.due_on = clock.resumed(
            due_at=case.due_at,
            stopped_at=case.stopped_at,
            now=now,
            days=case.days,
            calendar_days=procedures.get(case.procedure).runs_in_calendar_days,
        )
    case.stopped_at = None
    case.waits_for = ""
    case.state = State.IN_REVIEW.value if case.taken_by else State.FILED.value
