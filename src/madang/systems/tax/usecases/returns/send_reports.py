"""An institution sends a file of reports, or corrects one row."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.bulk.usecases import start_import
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.storage import store
from madang.framework.values import Fault, Party, PartyKind, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.filing import MOST_MINOR
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Report, ReportUpload, Taxpayer
from madang.systems.tax.usecases.permissions import of
from madang.systems.tax.usecases.returns.take_reports import KIND

LARGEST = 20 * 1024 * 1024
ALLOWED = frozenset({"text/csv", "text/plain"})
FIRST_YEAR = 2016


class NotAReporter(Refusal):
    """The tax office did not register the business as one that reports."""

    code = "tax.report.not_a_reporter"
    says = _(
        "Only institutions that the tax office registered as reporters send reports. Ask your tax office to register you."
    )
    status = 403


class NoSuchYear(Refusal):
    """A year that is not over, or long past."""

    code = "tax.report.no_such_year"
    says = _("Reports are of a year from {first} to {last}. Choose one of them.")
    status = 422


class NoSuchReport(Refusal):
    """Not theirs, or replaced."""

    code = "tax.report.unknown"
    says = _("None of your reports that count has the number {number}. Look it up in the list.")
    status = 404


class AmountUnfit(Refusal):
    """Less than nothing or absurd."""

    code = "tax.report.amount"
    says = _("The report was not corrected: the amount must be from nothing to what can be true.")
    status = 422


def reporter_of(*, party: Party | None, actor: Actor) -> Taxpayer:
    """The institution for which the actor acts. Raises NotAReporter, Forbidden."""
    if party is None or party.kind is PartyKind.PERSON:
        raise NotAReporter
    require(actor, "tax.file", of(party))
    found = Taxpayer.objects.filter(party_kind=party.kind.value, party_key=party.key, closed_on=None).first()
    if found is None or Role.REPORTER.value not in found.roles:
        raise NotAReporter
    return found


def send_reports(
    *, reporter: Taxpayer, year: int, data: bytes, name: str, actor: Actor, now: datetime, language: str = ""
) -> ReportUpload:
    """Keep the file sealed and have a worker read it; nothing counts before every line was looked at.

    Raises Forbidden, NoSuchYear, and what storage refuses of a file.
    """
    require(actor, "tax.file", of(reporter.party))
    last = timezone.localdate(now).year
    if not FIRST_YEAR <= year <= last:
        raise NoSuchYear(first=FIRST_YEAR, last=last)
    blob = store(data, name=name, allowed=ALLOWED, limit=LARGEST, now=now)
    with transaction.atomic():
        Taxpayer.objects.select_for_update().get(pk=reporter.pk)
        source = f"blob:{blob.sha256}"
        imported = start_import(kind=KIND, source=source, name=name[:140], actor=actor, now=now, language=language)
        return ReportUpload.objects.create(
            key=imported.key,
            reporter=reporter,
            year=year,
            round=ReportUpload.objects.filter(reporter=reporter, year=year).count() + 1,
            name=name[:140],
            sha256=blob.sha256,
            sent_at=now,
            sent_by=officer(actor),
        )


def correct_report(*, reporter: Taxpayer, number: str, minor: int, actor: Actor, now: datetime) -> Report:
    """Report one row anew, a round later; the former one stays as history. Raises Forbidden, NoSuchReport, AmountUnfit."""
    require(actor, "tax.file", of(reporter.party))
    if not 0 <= minor <= MOST_MINOR:
        raise AmountUnfit(faults=(Fault("minor", str(AmountUnfit.says), AmountUnfit.code),))
    with transaction.atomic():
        before = Report.objects.select_for_update().filter(reporter=reporter, number=number, counts=True).first()
        if before is None:
            raise NoSuchReport(number=number[:40])
        if before.minor == minor:
            return before
        before.counts, before.replaced_at = False, now
        before.save(update_fields=["counts", "replaced_at"])
        made = _again(before, minor, now)
        detail = {"report": before.number, "round": made.round}
        record(actor=actor, action="tax.correct_report", target=f"report:{made.number}", detail=detail, now=now)
    return made


def _again(before: Report, minor: int, now: datetime) -> Report:
    try:
        return Report.objects.create(
            number=f"P{before.year}-{random_symbols(count=10)}",
            reporter=before.reporter,
            person=before.person,
            kind=before.kind,
            year=before.year,
            minor=minor,
            currency=before.currency,
            round=before.round + 1,
            reported_at=now,
            counts=True,
        )
    except IntegrityError:
        raise NoSuchReport(number=before.number) from None
