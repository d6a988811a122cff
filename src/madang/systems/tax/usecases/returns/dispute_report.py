"""Say that what an institution reported is wrong: the tax office asks it, the person files with their own figure meanwhile."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.framework.values import Money, PartyKind
from madang.systems.tax.models import Report, ReportDispute, Taxpayer
from madang.systems.tax.usecases.permissions import OFFICER, of
from madang.systems.tax.usecases.returns.drafts import ReturnDraft
from madang.systems.tax.usecases.returns.words import fact_title

PROCEDURE = "tax.report_dispute"
DECIDED_IN = "tax.returns.dispute_decision"
DISPUTED = "tax/report_disputed"


def dispute_report(
    *, draft: ReturnDraft, fact: str, minor: int, reason: str, actor: Actor, now: datetime
) -> tuple[str, ...]:
    """Open a case for each report behind the figure that is not disputed yet; the case numbers.

    Raises Forbidden. Each reporter is told, and may correct with a new round; the report itself is not touched here.
    """
    payer = draft.taxpayer
    require(actor, "tax.file", of(payer.party))
    if payer.party.kind is not PartyKind.PERSON or not reason.strip():
        return ()
    made = []
    with transaction.atomic():
        rows = Report.objects.filter(person=payer.party_key, year=draft.period.year, kind=fact, counts=True)
        for report in rows.select_for_update(of=("self",)).select_related("reporter").order_by("pk"):
            if ReportDispute.objects.filter(report=report, decided_at=None).exists():
                continue
            made.append(_open(report, payer, minor, reason.strip(), actor, now))
    return tuple(made)


def _open(report: Report, payer: Taxpayer, minor: int, reason: str, actor: Actor, now: datetime) -> str:
    dispute = ReportDispute.objects.create(
        report=report, person=payer.party_key, own_minor=minor, reason=reason[:1000], said_at=now
    )
    case = open_case(
        procedure=PROCEDURE,
        applicant=payer.party,
        subject=payer.party,
        office=payer.office_code,
        data={"dispute": dispute.pk},
        actor=actor,
        now=now,
        application=f"tax:dispute:{dispute.pk}",
        applicant_name=payer.name,
    )
    dispute.case = case.number
    dispute.save(update_fields=["case"])
    notify(
        party=report.reporter.party,
        template=DISPUTED,
        values={"kind": fact_title(report.kind), "year": str(report.year), "report": report.number},
        link=reverse("tax:reports"),
        now=now,
    )
    detail = {"report": report.number, "case": case.number}
    record(actor=actor, action="tax.dispute_report", target=f"person:{payer.party_key}", detail=detail, now=now)
    return case.number


def procedure() -> Procedure:
    """Disputes, answered by tax officers after asking the reporter."""
    return Procedure(
        code=PROCEDURE,
        title=_("A report to the tax office is wrong"),
        decided_by=OFFICER,
        days=DECIDED_IN,
        describe=_facts,
        on_decision=_decide,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    one = ReportDispute.objects.select_related("report__reporter").get(pk=case.data["dispute"])
    report = one.report
    return [
        (_("Reported by"), report.reporter.name),
        (_("Report"), f"{report.number} ({written.day(report.reported_at)})"),
        (_("What and when"), f"{fact_title(report.kind)} {report.year}"),
        (_("Reported amount"), written.money(Money(report.minor, report.currency))),
        (_("Amount as the person says"), written.money(Money(one.own_minor, report.currency))),
        (_("Reason"), one.reason),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    granted = decision.outcome == Outcome.GRANTED.value
    ReportDispute.objects.filter(pk=case.data["dispute"]).update(granted=granted, decided_at=now)
