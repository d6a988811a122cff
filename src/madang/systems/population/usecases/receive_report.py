"""Take in an application from the one counter: it becomes a case at the office in charge."""

from datetime import datetime

from madang.contracts.services_v1 import ApplicationFiled, ApplicationProgressed, Progress
from madang.exchange import announce
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.cases.usecases.open_case import CaseRefused, open_case
from madang.framework.identity.actor import system_actor
from madang.framework.values import PartyKind
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.offices import office_of

OWNER = "population"
LISTENER = "population.reports"

# What the counter is told for each event of a case's timeline.
_TOLD = {
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


def receive_report(*, event: ApplicationFiled, now: datetime) -> Case | None:
    """Opens the case at the office of the new address (a move) or of the applicant's. A report that no case can be
    made of is told to the counter as refused. The same application twice makes one case."""
    if event.applicant.kind is not PartyKind.PERSON:
        _tell_refused(event, "Only people can report to the resident register.", now)
        return None
    try:
        person = gather.person_by(key=event.applicant.key)
        division = event.answers.get("address_division", "")
        if not division:
            residence = gather.residence_of(person=person)
            division = residence.address.division if residence else ""
        return open_case(
            procedure=event.service,
            applicant=event.applicant,
            subject=event.applicant,
            office=office_of(division=division),
            data={
                "answers": event.answers,
                "attachments": [
                    {"field": one.field, "name": one.name, "sha256": one.sha256, "media_type": one.media_type}
                    for one in event.attachments
                ],
                "filed_by": event.filed_by,
                "language": event.language,
                "bundle": event.bundle,
            },
            actor=system_actor(LISTENER, language=event.language),
            now=now,
            application=event.application,
            applicant_name=person.name,
        )
    except (gather.NoSuchPerson, CaseRefused) as refusal:
        _tell_refused(event, str(refusal), now)
        return None


def _tell_refused(event: ApplicationFiled, why: str, now: datetime) -> None:
    announce(
        ApplicationProgressed(owner=OWNER, application=event.application, progress=Progress.REFUSED, note=why, at=now),
        system=OWNER,
        now=now,
    )


def tell_progress(case: Case, event: CaseEvent) -> None:
    """Tells the counter how one of its applications stands, in the transaction of the case's event."""
    if not case.application or case.procedure.partition(".")[0] != OWNER:
        return
    progress = _progress(case, event)
    if progress is None:
        return
    announce(
        ApplicationProgressed(
            owner=OWNER,
            application=case.application,
            progress=progress,
            case=case.number,
            office=case.office_code,
            due_on=case.due_on,
            note=event.text,
            at=event.at,
        ),
        system=OWNER,
        now=event.at,
        subject=case.applicant,
        case=case.number,
    )


def _progress(case: Case, event: CaseEvent) -> Progress | None:
    if event.kind in {"decided", "objection_answered"}:
        return Progress.GRANTED if case.outcome == "granted" else Progress.REFUSED
    if event.kind == "extended":
        return Progress.OBJECTED if case.state == "objected" else Progress.IN_REVIEW
    return _TOLD.get(event.kind)
