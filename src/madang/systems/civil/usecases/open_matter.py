"""Open a case here for a service whose agency has no system of its own yet."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import ApplicationFiled
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import DutyAssignment
from madang.framework.values import Refusal
from madang.systems.civil.models import Application
from madang.systems.civil.usecases.permissions import REVIEWER


class NobodyToDecide(Refusal):
    """No office has an official for general matters."""

    code = "civil.nobody_to_decide"
    says = _("No office has an official for general applications yet. Assign the duty to an office first.")
    status = 503


def open_matter(*, event: ApplicationFiled, now: datetime) -> Case:
    """The case of this application, opened once. Runs in the listener's transaction. Raises NobodyToDecide."""
    return open_case(
        procedure=event.service,
        applicant=event.applicant,
        subject=event.applicant,
        office=_office(event),
        data={
            "answers": event.answers,
            "attachments": [
                {"name": each.name, "sha256": each.sha256, "field": each.field} for each in event.attachments
            ],
            "language": event.language,
        },
        actor=system_actor("civil", language=event.language),
        now=now,
        application=event.application,
        applicant_name=event.applicant_name,
    )


def _office(event: ApplicationFiled) -> str:
    """The counter's office for what came in at a counter; else the first office with such an official."""
    filed = Application.objects.filter(number=event.application).first()
    offices = set(DutyAssignment.objects.filter(duty=REVIEWER, assigned_until=None).values_list("office_id", flat=True))
    if filed and filed.official_office in offices:
        return filed.official_office
    if not offices:
        raise NobodyToDecide
    return min(offices)
