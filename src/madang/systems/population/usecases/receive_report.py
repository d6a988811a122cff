"""Take in an application from the one counter: it becomes a case at the office in charge."""

from datetime import datetime

from django.utils.translation import gettext

from madang.contracts.services_v1 import ApplicationFiled
from madang.exchange.progress_reports import report_refused
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.open_case import CaseRefused, open_case
from madang.framework.identity.actor import system_actor
from madang.framework.values import PartyKind
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.offices import office_of

OWNER = "population"
LISTENER = "population.reports"


def receive_report(*, event: ApplicationFiled, now: datetime) -> Case | None:
    """Opens the case at the office of the new address (a move) or of the applicant's. A report that no case can be
    made of is told to the counter as refused. The same application twice makes one case."""
    if event.applicant.kind is not PartyKind.PERSON:
        why = gettext("Only people can report to the resident register.")
        report_refused(event=event, system=OWNER, why=why, now=now)
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
        report_refused(event=event, system=OWNER, why=str(refusal), now=now)
        return None
