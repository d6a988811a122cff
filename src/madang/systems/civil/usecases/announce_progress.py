"""Tell the counter how a case of civil's own stands, as every other owner does."""

from madang.contracts.services_v1 import ApplicationProgressed, Progress
from madang.exchange import announce
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.identity.models import Office

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


def announce_progress(*, case: Case, event: CaseEvent) -> None:
    """Announce what happened to a case of civil's own; other systems' cases are theirs to tell. In the case's transaction."""
    progress = _progress(case, event)
    if progress is None or not case.application or not case.procedure.startswith("civil."):
        return
    office = Office.objects.filter(code=case.office_code).first()
    told = ApplicationProgressed(
        owner="civil",
        application=case.application,
        progress=progress,
        case=case.number,
        office=office.name if office else case.office_code,
        due_on=case.due_on,
        note=event.text,
        at=event.at,
    )
    announce(told, system="civil", now=event.at, subject=case.subject, case=case.number)


def _progress(case: Case, event: CaseEvent) -> Progress | None:
    if event.kind in {"decided", "objection_answered"}:
        return Progress.GRANTED if case.outcome == "granted" else Progress.REFUSED
    if event.kind == "extended":
        return Progress.OBJECTED if case.state == "objected" else Progress.IN_REVIEW
    return _PROGRESS.get(event.kind)
