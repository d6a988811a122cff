"""Tell the counter how a case of the business register stands."""

from madang.contracts.services_v1 import ApplicationProgressed, Progress
from madang.exchange import announce
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.identity.models import Office
from madang.systems.businesses.usecases.name import SYSTEM

_PROGRESS = {
    "filed": Progress.RECEIVED,
    "taken": Progress.IN_REVIEW,
    "supplement_requested": Progress.SUPPLEMENT_REQUESTED,
    "supplement_answered": Progress.IN_REVIEW,
    "transferred": Progress.TRANSFERRED,
    "objected": Progress.OBJECTED,
    "withdrawn": Progress.WITHDRAWN,
    "closed": Progress.CLOSED,
}


def announce_progress(case: Case, event: CaseEvent) -> None:
    """Announce what happened to a case of this register, in the case's transaction; other systems' cases are theirs to tell."""
    progress = _progress(case, event)
    if progress is None or not case.application or not case.procedure.startswith(f"{SYSTEM}."):
        return
    office = Office.objects.filter(code=case.office_code).first()
    told = ApplicationProgressed(
        owner=SYSTEM,
        application=case.application,
        progress=progress,
        case=case.number,
        office=office.name if office else case.office_code,
        due_on=case.due_on,
        note=event.text,
        at=event.at,
    )
    announce(told, system=SYSTEM, now=event.at, subject=case.applicant, case=case.number)


def _progress(case: Case, event: CaseEvent) -> Progress | None:
    if event.kind in {"decided", "objection_answered"}:
        return Progress.GRANTED if case.outcome == "granted" else Progress.REFUSED
    if event.kind == "extended":
        return Progress.OBJECTED if case.state == "objected" else Progress.IN_REVIEW
    return _PROGRESS.get(event.kind)
