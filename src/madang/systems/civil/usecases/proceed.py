"""What happens once an application is certain: a certificate is issued next, a matter goes to its agency."""

from datetime import datetime, timedelta

from django.db.models import F

from madang.contracts.services_v1 import ApplicationFiled, Attachment, ServiceKind
from madang.exchange import announce
from madang.framework.identity.models import Mandate
from madang.framework.jobs import later
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application, CatalogueEntry
from madang.systems.civil.usecases.queue import issue_job

# The door that has the applicant waiting issues at once; the job is for when that door falls shut.
GRACE = timedelta(seconds=5)


def proceed(*, application: Application, now: datetime, grace: timedelta = GRACE) -> None:
    """Let the application go on, in the caller's transaction. The caller saves it."""
    CatalogueEntry.objects.filter(code=application.service).update(asked=F("asked") + 1)
    application.changed_at = now
    if application.kind == ServiceKind.CERTIFICATE:
        application.state = State.WAITING
        later(issue_job(), at=now + grace, number=application.number)
        return
    application.state = State.SENT
    announce(_filed(application), now=now, subject=application.subject, case=application.number)


def _filed(application: Application) -> ApplicationFiled:
    files = application.attachments.all()
    part = getattr(application, "bundle_part", None)
    return ApplicationFiled(
        owner=application.owner,
        service=application.service,
        application=application.number,
        applicant=application.subject,
        filed_by=application.filed_by,
        answers=application.answers,
        attachments=tuple(
            Attachment(field=each.field, name=each.name, sha256=each.sha256, media_type=each.media_type, size=each.size)
            for each in files
        ),
        language=application.language,
        bundle=part.bundle.number if part else "",
        filed_at=application.filed_at,
        applicant_name=_name(application),
    )


def _name(application: Application) -> str:
    """The applicant's name: their own account's, or the mandator's as the mandate has it."""
    if application.mandate:
        found = Mandate.objects.filter(key=application.mandate).values_list("grantor_name", flat=True).first()
        return found or ""
    return application.filed_by_name if application.filed_by else ""
