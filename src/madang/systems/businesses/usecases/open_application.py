"""Open a case for an application that came in at the counter."""

from datetime import datetime

from madang.contracts.services_v1 import ApplicationFiled
from madang.exchange.progress_reports import report_refused
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party
from madang.systems.businesses.models import Establishment
from madang.systems.businesses.usecases.matters import MATTERS, check_application
from madang.systems.businesses.usecases.name import SYSTEM
from madang.systems.businesses.usecases.offices import office_for
from madang.systems.businesses.usecases.refusals import EntryRefused


def open_application(*, event: ApplicationFiled, now: datetime) -> Case | None:
    """The case of this application, opened once. What the register can see at once to be impossible is refused at once,
    with every reason, and opens no case (None)."""
    matter = MATTERS[event.service]
    actor = system_actor(SYSTEM, language=event.language)
    try:
        business = check_application(matter=matter, party=event.applicant, answers=event.answers, now=now)
    except EntryRefused as refusal:
        report_refused(event=event, system=SYSTEM, why=str(refusal), now=now)
        return None
    division = event.answers.get("address_division", "") if business is None else _division(business.pk)
    data: dict[str, object] = {
        "answers": dict(event.answers),
        "attachments": [{"name": each.name, "sha256": each.sha256, "field": each.field} for each in event.attachments],
        "language": event.language,
        "filed_by": event.filed_by,
    }
    if business is not None:
        data["business"] = business.number
    return open_case(
        procedure=matter.code,
        applicant=event.applicant,
        subject=Party.business(business.number) if business else event.applicant,
        office=business.office_code if business else office_for(division=division),
        data=data,
        actor=actor,
        now=now,
        application=event.application,
        applicant_name=event.applicant_name,
    )


def _division(business: int) -> str:
    head = Establishment.objects.filter(business=business, serial=0).first()
    return head.division if head else ""
