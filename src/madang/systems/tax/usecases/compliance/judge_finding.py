"""What inspectors do with a finding: look, and clear it with reasons."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.tax.domain.risk_words import FindingState
from madang.systems.tax.models import RiskFinding

LONGEST = 4000


class FindingDecided(Refusal):
    """It is over, or the trader is audited already."""

    code = "tax.risk.decided"
    says = _("This finding was decided already. Read what was decided on its page.")
    status = 409


class ReasonsMissing(Refusal):
    """Text is missing."""

    code = "tax.risk.reasons_missing"
    says = _("Write why it is nothing; nothing was recorded.")
    status = 422


def look(*, what: str, actor: Actor, now: datetime) -> None:
    """Record that an inspector looked. Raises Forbidden for others."""
    require(actor, "tax.inspect")
    record(actor=actor, action="tax.inspect", target=what, detail={}, now=now)


def clear_finding(*, finding: int, reasons: str, actor: Actor, now: datetime) -> RiskFinding:
    """It is nothing, for these reasons. Raises Forbidden, FindingDecided, ReasonsMissing."""
    require(actor, "tax.inspect")
    text = reasons.strip()[:LONGEST]
    if not text:
        raise ReasonsMissing(faults=(Fault("reasons", str(ReasonsMissing.says), ReasonsMissing.code),))
    with transaction.atomic():
        held = RiskFinding.objects.select_for_update().get(pk=finding)
        if held.state != FindingState.OPEN.value:
            raise FindingDecided
        held.state, held.decision = FindingState.CLEARED.value, text
        held.decided_at, held.decided_by = now, officer(actor)
        held.save(update_fields=["state", "decision", "decided_at", "decided_by"])
        record(actor=actor, action="tax.clear_finding", target=f"risk:{held.key}", detail={}, now=now)
    return held
