"""An officer assesses, a reviewer approves; then the taxpayer owes and is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.disputes import AssessmentState
from madang.systems.tax.domain.words import DueReason, Tax
from madang.systems.tax.models import Assessment, Due, Taxpayer
from madang.systems.tax.usecases import queue
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.raise_due import raise_due

MISSING = {
    "minor": _("Say how much is owed: more than nothing."),
    "facts": _("Say on which facts it rests: the taxpayer reads them."),
    "reasons": _("Say why these facts make this sum."),
    "law": _("Name the article that it rests on."),
}


class AssessmentIncomplete(Refusal):
    """Something that the notice must say is missing."""

    code = "tax.assessment.incomplete"
    says = _("The assessment was not recorded. Complete what is listed.")
    status = 422


class OwnAssessment(Refusal):
    """Who assessed does not approve."""

    code = "tax.assessment.own"
    says = _("You made assessment {number} yourself. A colleague reviews it.")


class AssessmentDecided(Refusal):
    """A colleague was faster."""

    code = "tax.assessment.decided"
    says = _("Assessment {number} does not wait for a reviewer any more. Look at its page for what was decided.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an officer found."""

    tax: Tax
    period: str
    minor: int
    facts: str
    reasons: str
    law: str


def assess_taxpayer(*, taxpayer: Taxpayer, finding: Finding, actor: Actor, now: datetime) -> Assessment:
    """Propose an assessment; nothing is owed yet. Raises Forbidden, AssessmentIncomplete with every fault."""
    require(actor, "tax.assess", taxpayer.office_code)
    faults = tuple(Fault(place, str(MISSING[place]), AssessmentIncomplete.code) for place in _missing(finding))
    if faults:
        raise AssessmentIncomplete(faults=faults)
    with transaction.atomic():
        made = Assessment.objects.create(
            number=f"A{now:%Y}-{random_symbols(count=8)}",
            taxpayer=taxpayer,
            tax=finding.tax.value,
            period=finding.period,
            minor=finding.minor,
            currency=pack().currency,
            facts=finding.facts.strip(),
            reasons=finding.reasons.strip(),
            law=finding.law.strip(),
            proposed_at=now,
            proposed_by=officer(actor),
        )
        detail = {"tax": made.tax, "period": made.period, "minor": made.minor}
        record(actor=actor, action="tax.assess", target=made.number, detail=detail, now=now)
    return made


def _missing(finding: Finding) -> list[str]:
    found = ["minor"] if finding.minor <= 0 else []
    return found + [name for name in ("facts", "reasons", "law") if not getattr(finding, name).strip()]


def approve_assessment(*, assessment: Assessment, actor: Actor, now: datetime) -> Due:
    """The reviewer agrees: the sum is owed, and the notice goes out. Raises Forbidden, OwnAssessment, AssessmentDecided."""
    require(actor, "tax.review", assessment.taxpayer.office_code)
    with transaction.atomic():
        held = _held(assessment, actor)
        held.state, held.decided_at, held.decided_by = AssessmentState.APPROVED.value, now, officer(actor)
        due = bring_into_force(assessment=held, actor=actor, now=now)
        record(actor=actor, action="tax.approve_assessment", target=held.number, detail={"due": due.number}, now=now)
    return due


def send_back_assessment(*, assessment: Assessment, remark: str, actor: Actor, now: datetime) -> None:
    """The reviewer does not agree, and says why. Raises Forbidden, OwnAssessment, AssessmentDecided, AssessmentIncomplete."""
    require(actor, "tax.review", assessment.taxpayer.office_code)
    if not remark.strip():
        fault = Fault("remark", str(_("Say what must be different.")), AssessmentIncomplete.code)
        raise AssessmentIncomplete(faults=(fault,))
    with transaction.atomic():
        held = _held(assessment, actor)
        held.state, held.decided_at, held.decided_by = AssessmentState.SENT_BACK.value, now, officer(actor)
        held.remark = remark.strip()[:1000]
        held.save(update_fields=["state", "decided_at", "decided_by", "remark"])
        record(actor=actor, action="tax.send_back_assessment", target=held.number, detail={}, now=now)


def bring_into_force(*, assessment: Assessment, actor: Actor, now: datetime) -> Due:
    """The due of an approved assessment, and its notice after the commit. In the caller's transaction."""
    today = timezone.localdate(now)
    due = raise_due(
        taxpayer=assessment.taxpayer,
        tax=Tax(assessment.tax),
        period=assessment.period,
        reason=DueReason.ASSESSMENT,
        source=assessment.number,
        minor=assessment.minor,
        due_on=today + timedelta(days=collection_law.number(name="notice_days", on=today)),
        actor=actor,
        now=now,
    )
    assessment.due = due
    assessment.save()
    queue.issue_notice(assessment=assessment.number)
    return due


def _held(assessment: Assessment, actor: Actor) -> Assessment:
    held = Assessment.objects.select_for_update(of=("self",)).select_related("taxpayer").get(pk=assessment.pk)
    if held.state != AssessmentState.PROPOSED:
        raise AssessmentDecided(number=held.number)
    if held.proposed_by == officer(actor):
        raise OwnAssessment(number=held.number)
    return held
