"""A taxpayer objects to an assessment, or appeals; what the decision does."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.audit import record
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.money.domain.states import PaymentState
from madang.framework.money.models import Charge
from madang.framework.money.usecases import refund
from madang.framework.money.usecases.take_transfer import TRANSFER
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.disputes import AssessmentState, DisputeKind, DisputeState, last_day, may_dispute
from madang.systems.tax.domain.words import DueState, Tax
from madang.systems.tax.models import Assessment, Dispute, Due
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.assess_taxpayer import bring_into_force
from madang.systems.tax.usecases.dues.end_due import end_due, locked
from madang.systems.tax.usecases.dues.open_refund import open_refund
from madang.systems.tax.usecases.dues.wording import DISPUTES, due_title

SAYS = {
    "late": _("The last day was {until}. A court may still be asked."),
    "again": _("You did this before for this assessment; its case is among your cases."),
    "other_appeal": _("You appealed already; one appeal excludes the other, and an objection comes before it."),
    "objection_open": _("Your objection is not decided yet. You may appeal after it."),
    "no_ground": _("Say what is wrong with the assessment."),
    "not_less": _("Say a smaller sum than was assessed: that is what you say you owe."),
    "not_in_force": _("This assessment is not in force."),
}


class DisputeRefused(Refusal):
    """It was not taken, and the faults say why."""

    code = "tax.dispute.refused"
    says = _("Nothing was filed. {why}")
    status = 422


def dispute_assessment(
    *, assessment: Assessment, kind: DisputeKind, asked_minor: int, ground: str, actor: Actor, now: datetime
) -> Dispute:
    """Open the case. The tax stays payable meanwhile (Framework Act on National Taxes art. 57). Raises Forbidden,
    DisputeRefused.
    """
    require(actor, "tax.file", permissions.of(assessment.taxpayer.party))
    with transaction.atomic():
        held = Assessment.objects.select_for_update(of=("self",)).select_related("taxpayer").get(pk=assessment.pk)
        _require_fit(held, kind, asked_minor, ground, now)
        made = Dispute.objects.create(
            number=f"B{now:%Y}-{random_symbols(count=8)}",
            assessment=held,
            kind=kind.value,
            asked_minor=asked_minor,
            ground=ground.strip(),
            filed_at=now,
        )
        case = open_case(
            procedure=f"tax.{kind.value}",
            applicant=held.taxpayer.party,
            subject=held.taxpayer.party,
            office=held.taxpayer.office_code,
            data={"dispute": made.number},
            actor=actor,
            now=now,
            application=f"tax:dispute:{made.number}",
            applicant_name=held.taxpayer.name,
        )
        made.case = case.number
        made.save(update_fields=["case"])
        detail = {"kind": kind.value, "assessment": held.number}
        record(actor=actor, action="tax.dispute", target=made.number, detail=detail, now=now)
    return made


def until(*, assessment: Assessment, kind: DisputeKind) -> date:
    """The last day for it: after the notice, and for an appeal after what was decided on the objection."""
    told = assessment.decided_at or assessment.proposed_at
    if kind is not DisputeKind.OBJECTION:
        before = assessment.disputes.filter(kind=DisputeKind.OBJECTION.value).first()
        told = before.decided_at if before is not None and before.decided_at else told
    told_on = timezone.localdate(told)
    return last_day(told_on=told_on, days=collection_law.number(name="objection_days", on=told_on))


def why_not(*, assessment: Assessment, kind: DisputeKind, on: date) -> str:
    """Why it may not be disputed so on that day, in a word of `SAYS`; empty where it may."""
    if assessment.state != AssessmentState.APPROVED:
        return "not_in_force"
    earlier = {DisputeKind(one.kind): DisputeState(one.state) for one in assessment.disputes.all()}
    return may_dispute(kind=kind, earlier=earlier, on=on, until=until(assessment=assessment, kind=kind))


def _require_fit(assessment: Assessment, kind: DisputeKind, asked: int, ground: str, now: datetime) -> None:
    found = [("", why_not(assessment=assessment, kind=kind, on=timezone.localdate(now)))]
    found += [("ground", "no_ground")] if not ground.strip() else []
    found += [("asked_minor", "not_less")] if not 0 <= asked < assessment.minor else []
    last = written.day(until(assessment=assessment, kind=kind))
    faults = tuple(
        Fault(place, str(SAYS[word]).format(until=last), f"tax.dispute.{word}") for place, word in found if word
    )
    if faults:
        raise DisputeRefused(faults=faults, why=" ".join(str(one.says) for one in faults))


def register_procedures() -> None:
    """An objection and the two appeals, decided by the reviewers."""
    for kind in DisputeKind:
        first = kind is DisputeKind.OBJECTION
        procedures.register(
            Procedure(
                code=f"tax.{kind.value}",
                title=DISPUTES[kind],
                decided_by=permissions.REVIEWER,
                days=f"tax.dues.{'objection' if first else 'appeal'}_decided_in",
                describe=facts_of,
                on_decision=decide_dispute,
                may_withdraw=False,
            )
        )


def facts_of(case: Case) -> Iterable[tuple[object, object]]:
    """What was assessed on which facts, and what the taxpayer says."""
    held = Dispute.objects.select_related("assessment__taxpayer").get(number=case.data["dispute"])
    against = held.assessment
    yield pgettext_lazy("tax", "Taxpayer"), against.taxpayer.titled
    yield (
        pgettext_lazy("tax", "Assessment"),
        f"{against.number}: {due_title(tax=against.tax, period=against.period, reason='assessment')}",
    )
    yield pgettext_lazy("tax", "Assessed"), written.money(Money(against.minor, against.currency))
    yield _("The taxpayer says it owes"), written.money(Money(held.asked_minor, against.currency))
    yield pgettext_lazy("tax", "Facts"), against.facts
    yield pgettext_lazy("tax", "Reasons"), against.reasons
    yield pgettext_lazy("tax", "Law"), against.law
    yield _("What the taxpayer says"), held.ground


def decide_dispute(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """In the transaction of the case's decision. Granted: the assessment is set aside, a new one stands for what is
    left, and what
    was paid too much goes back.
    """
    dispute = Dispute.objects.select_for_update().get(number=case.data["dispute"])
    granted = decision.outcome == Outcome.GRANTED
    dispute.state = (DisputeState.GRANTED if granted else DisputeState.DISMISSED).value
    dispute.decided_at = now
    dispute.save(update_fields=["state", "decided_at"])
    if granted:
        _grant(dispute, decision.reasons, actor, now)
    detail = {"state": dispute.state, "assessment": dispute.assessment.number}
    record(actor=actor, action="tax.decide_dispute", target=dispute.number, detail=detail, now=now)


def _grant(dispute: Dispute, reasons: str, actor: Actor, now: datetime) -> None:
    old = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("taxpayer", "due")
        .get(pk=dispute.assessment_id)
    )
    old.state = AssessmentState.WITHDRAWN.value
    old.save(update_fields=["state"])
    parts = _dues_of(old)
    paid = sum(one.minor for one in parts if one.state == DueState.PAID)
    for due in locked(dues=parts):
        end_due(
            due=due,
            state=DueState.CANCELLED,
            ended_by=dispute.number,
            reason=f"Dispute {dispute.number}",
            actor=actor,
            now=now,
        )
    owes = dispute.asked_minor
    if paid > owes:
        _give_back(dispute, old, parts, paid - owes, actor, now)
    if owes > paid:
        new = _assess_anew(old, dispute, owes - paid, reasons, actor, now)
        bring_into_force(assessment=new, actor=actor, now=now)


def _dues_of(assessment: Assessment) -> list[Due]:
    """The assessment's due, and what it was split into."""
    if assessment.due is None:
        return []
    found, queue_ = [], [assessment.due]
    while queue_:
        one = queue_.pop()
        found.append(one)
        queue_.extend(Due.objects.filter(source__startswith=f"{one.number}/"))
    return found


def _give_back(dispute: Dispute, old: Assessment, parts: list[Due], minor: int, actor: Actor, now: datetime) -> None:
    """By the way it came where all that one payment brought goes back; else as a refund that is checked and set off first."""
    settled = [one for one in parts if one.state == DueState.PAID]
    if len(settled) == 1 and settled[0].minor == minor and not settled[0].ended_by:
        charge = Charge.objects.get(number=settled[0].charge)
        # What came by a transfer has no gateway that could send it back.
        if charge.payments.filter(state=PaymentState.SETTLED.value).exclude(gateway=TRANSFER).exists():
            refund(charge=charge, reason=f"Dispute {dispute.number}", actor=actor, now=now)
            return
    open_refund(
        taxpayer=old.taxpayer,
        tax=Tax(old.tax),
        period=old.period,
        source=dispute.number,
        minor=minor,
        actor=actor,
        now=now,
    )


def _assess_anew(
    old: Assessment, dispute: Dispute, minor: int, reasons: str, actor: Actor, now: datetime
) -> Assessment:
    return Assessment(
        number=f"A{now:%Y}-{random_symbols(count=8)}",
        taxpayer=old.taxpayer,
        tax=old.tax,
        period=old.period,
        minor=minor,
        currency=old.currency,
        facts=old.facts,
        reasons=reasons[:4000],
        law=old.law,
        replaces=old,
        state=AssessmentState.APPROVED.value,
        proposed_at=now,
        proposed_by=f"dispute:{dispute.number}",
        decided_at=now,
        decided_by=officer(actor),
    )
