"""Dues, refunds and assessments as plain values, for pages."""

from datetime import date

from django.utils.translation import pgettext

from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.tax.domain.refunds import RefundState
from madang.systems.tax.domain.words import DueState
from madang.systems.tax.models import Assessment, Due, Refund
from madang.systems.tax.usecases.dues.end_due import STANDING
from madang.systems.tax.usecases.dues.follow_charge import addition_of
from madang.systems.tax.usecases.dues.wording import ASSESSMENTS, REASONS, REFUNDS, STATES, due_title

TONES = {DueState.OPEN: "warning", DueState.DEFERRED: "information", DueState.PAID: "success"}


def due_row(due: Due, *, today: date) -> dict[str, object]:
    """A due as its taxpayer and its collector read it. `addition` is what would come on top if it were paid today."""
    standing = due.state in STANDING
    late = standing and due.pay_by < today
    addition = addition_of(due=due, on=today) if late else 0
    return {
        "number": due.number,
        "title": due_title(tax=due.tax, period=due.period, reason=due.reason),
        "why": REASONS[due.reason],
        "amount": Money(due.minor, due.currency),
        "addition": Money(addition, due.currency) if addition else None,
        "pay_by": due.pay_by,
        "state": STATES[due.state],
        "tone": "danger" if late else TONES.get(DueState(due.state), "gray"),
        "standing": standing,
        "late": late,
        "days": (today - due.pay_by).days if late else 0,
        "ended_at": due.ended_at,
        "ended_by": due.ended_by,
        "pay": f"/pay/{due.charge}/" if standing else "",
        "taxpayer": due.taxpayer.name,
    }


def refund_row(refund: Refund) -> dict[str, object]:
    """A refund and what became of it."""
    return {
        "number": refund.number,
        "title": due_title(tax=refund.tax, period=refund.period, reason="return"),
        "amount": Money(refund.minor, refund.currency),
        "interest": Money(refund.interest_minor, refund.currency) if refund.interest_minor else None,
        "paid_on": refund.paid_on,
        "order": refund.order if refund.state == RefundState.OWED else "",
        "returned": refund.state == RefundState.RETURNED,
        "bank_reason": refund.bank_reason,
        "offset": Money(refund.offset_minor, refund.currency) if refund.offset_minor else None,
        "rest": Money(refund.rest, refund.currency),
        "state": REFUNDS[refund.state],
        "due_on": refund.due_on,
        "reasons": refund.reasons,
    }


def assessment_facts(assessment: Assessment) -> list[tuple[object, object]]:
    """What was assessed, label by label."""
    return [
        (pgettext("tax", "Taxpayer"), assessment.taxpayer.titled),
        (pgettext("tax", "For"), due_title(tax=assessment.tax, period=assessment.period, reason="assessment")),
        (pgettext("tax", "Assessed"), written.money(Money(assessment.minor, assessment.currency))),
        (pgettext("tax", "State"), ASSESSMENTS[assessment.state]),
        (pgettext("tax", "Facts"), assessment.facts),
        (pgettext("tax", "Reasons"), assessment.reasons),
        (pgettext("tax", "Law"), assessment.law),
    ]
