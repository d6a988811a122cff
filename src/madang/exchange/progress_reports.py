"""How a case about an application stands, told to the counter that filed it: for every system that decides on applications."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.contracts.services_v1 import ApplicationFiled, ApplicationProgressed, Progress
from madang.exchange.sending import announce
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.cases.progress import on_progress
from madang.framework.identity.models import Office

# What the counter is told for each event of a case's timeline.
_PROGRESS = {
    "filed": Progress.RECEIVED,
    "taken": Progress.IN_REVIEW,
    "resumed": Progress.IN_REVIEW,
    "supplement_requested": Progress.SUPPLEMENT_REQUESTED,
    "supplement_answered": Progress.IN_REVIEW,
    "transferred": Progress.TRANSFERRED,
    "objected": Progress.OBJECTED,
    "withdrawn": Progress.WITHDRAWN,
    "closed": Progress.CLOSED,
}


@on_progress
def report_progress(case: Case, event: CaseEvent) -> None:
    """Tell in the transaction of the case's event; cases of systems that run elsewhere are theirs to tell."""
    system = case.procedure.partition(".")[0]
    progress = _progress(case, event)
    if progress is None or not case.application or system not in settings.SYSTEMS:
        return
    office = Office.objects.filter(code=case.office_code).first()
    told = ApplicationProgressed(
        owner=system,
        application=case.application,
        progress=progress,
        case=case.number,
        office=office.name if office else case.office_code,
        due_on=case.due_on,
        note=event.text,
        at=event.at,
    )
    announce(told, system=system, now=event.at, subject=case.applicant, case=case.number)


def report_refused(*, event: ApplicationFiled, system: str, why: str, now: datetime) -> None:
    """Tell that `system` can make no case of an application, and why."""
    told = ApplicationProgressed(
        owner=system, application=event.application, progress=Progress.REFUSED, note=why, at=now
    )
    with transaction.atomic():
        announce(told, system=system, now=now, subject=event.applicant)


def report_documents(*, case: Case, documents: tuple[str, ...], now: datetime) -> None:
    """Tell the numbers of the documents that a granted case ended with; nothing where no counter filed it."""
    if not case.application:
        return
    system = case.procedure.partition(".")[0]
    told = ApplicationProgressed(
        owner=system,
        application=case.application,
        progress=Progress.GRANTED,
        case=case.number,
        due_on=case.due_on,
        documents=documents,
        at=now,
    )
    with transaction.atomic():
        announce(told, system=system, now=now, subject=case.applicant, case=case.number)


def _progress(case: Case, event: CaseEvent) -> Progress | None:
    if event.kind in {"decided", "objection_answered"}:
        return Progress.GRANTED if case.outcome == "granted" else Progress.REFUSED
    if event.kind == "extended":
        return Progress.OBJECTED if case.state == "objected" else Progress.IN_REVIEW
    return _PROGRESS.get(event.kind)
