"""Reports begin to count, take each other's place, or are dropped."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.tax.models import Report, ReportUpload


class UploadEnded(Refusal):
    """Kept or dropped before, or still being read."""

    code = "tax.report.upload_ended"
    says = _("The file {name} is not waiting for your word. Its page shows how it stands.")


def keep_upload(*, upload: ReportUpload, actor: Actor, now: datetime) -> int:
    """The good rows of a file count from now on; what the same reporter said before of the same person, kind and year becomes
    history. How many rows count. Raises UploadEnded.
    """
    with transaction.atomic():
        held = _held(upload, (ReportUpload.State.CHECKING, ReportUpload.State.WAITING))
        # One after the other for each reporter, so that two files do not keep the same row twice.
        type(held.reporter).objects.select_for_update().get(pk=held.reporter_id)
        mine = Report.objects.filter(upload=held)
        same = mine.filter(person=OuterRef("person"), kind=OuterRef("kind"))
        before = Report.objects.filter(reporter=held.reporter, year=held.year, counts=True).exclude(upload=held)
        replaced = before.filter(Exists(same)).update(counts=False, replaced_at=now)
        kept = mine.update(counts=True)
        _end(held, ReportUpload.State.KEPT, now)
        detail = {"rows": kept, "replaced": replaced, "year": held.year, "round": held.round}
        record(actor=actor, action="tax.keep_reports", target=f"reports:{held.key}", detail=detail, now=now)
    return kept


def drop_upload(*, upload: ReportUpload, actor: Actor, now: datetime) -> None:
    """Nothing of the file ever counts. Raises UploadEnded."""
    with transaction.atomic():
        held = _held(upload, (ReportUpload.State.WAITING,))
        _end(held, ReportUpload.State.DROPPED, now)
        record(
            actor=actor, action="tax.drop_reports", target=f"reports:{held.key}", detail={"year": held.year}, now=now
        )


def _held(upload: ReportUpload, states: tuple[ReportUpload.State, ...]) -> ReportUpload:
    held = ReportUpload.objects.select_for_update(of=("self",)).select_related("reporter").get(pk=upload.pk)
    if held.state not in states:
        raise UploadEnded(name=held.name)
    return held


def _end(held: ReportUpload, state: ReportUpload.State, now: datetime) -> None:
    held.state, held.ended_at = state, now
    held.save(update_fields=["state", "ended_at"])
