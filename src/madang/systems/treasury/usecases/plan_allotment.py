"""Plan when a line's money is let go, and let go what is due."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain import allotments
from madang.systems.treasury.domain.allotments import Part
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.models import AllotmentPart, BudgetLine
from madang.systems.treasury.usecases.move import lock, lock_all, move, require_amount

SAYS = {
    "quarter_unknown": _("A year has quarters 1 to 4."),
    "month_outside_quarter": _("The month lies in another quarter."),
    "amount_unfit": _("A part must be more than nothing."),
    "twice": _("This quarter or month stands there already."),
}


class PlanUnfit(Refusal):
    """The parts can not be a plan."""

    code = "treasury.plan_unfit"
    says = _("The allotment plan was not recorded: {says}")
    status = 422


class PlanBeyondBudget(Refusal):
    """The plan, with what is already let go, exceeds the line."""

    code = "treasury.plan_beyond_budget"
    says = _(
        "Budget line {line} holds {allowed}; the plan with what is already let go comes to {wanted}, {excess} too much."
    )


def plan_allotment(*, line: BudgetLine, parts: Sequence[Part], actor: Actor, now: datetime) -> list[AllotmentPart]:
    """Replace what of the line's plan is not yet let go (in Korea National Finance Act art. 43 (1), (6)).

    Raises PlanUnfit with every fault, PlanBeyondBudget, Forbidden.
    """
    require(actor, "treasury.appropriate")
    with transaction.atomic():
        held = lock(line=line.pk)
        released = set(held.parts.exclude(released_at=None).values_list("quarter", "month"))
        wrong = allotments.faults_of(parts=parts)
        wrong += [(place, "twice") for place, one in enumerate(parts) if (one.quarter, one.month) in released]
        if wrong:
            faults = tuple(Fault(str(place), str(SAYS[what]), f"treasury.{what}") for place, what in wrong)
            raise PlanUnfit(faults=faults, says=" ".join(fault.says for fault in faults))
        _require_within(held, planned=sum(one.minor for one in parts))
        held.parts.filter(released_at=None).delete()
        made = AllotmentPart.objects.bulk_create(
            AllotmentPart(
                line=held,
                quarter=one.quarter,
                month=one.month,
                minor=one.minor,
                planned_at=now,
                planned_by=officer(actor),
            )
            for one in parts
        )
        detail = {"parts": [[one.quarter, one.month, one.minor] for one in parts]}
        target = f"line:{held.code}"
        audit.record(actor=actor, action="treasury.plan_allotment", target=target, detail=detail, now=now)
    return made


def release_due(*, now: datetime, actor: Actor | None = None) -> int:
    """Let go every planned part whose quarter or month has begun; how many. Part by part, each as far as its line
    still has room for it. Safe to do again.
    """
    by = actor or system_actor("treasury.allotment")
    require(by, "treasury.appropriate")
    today = timezone.localdate(now)
    waiting = AllotmentPart.objects.filter(released_at=None, line__year__lte=today.year).select_related("line")
    due = [one for one in waiting.order_by("line_id", "quarter", "month") if _starts(one) <= today]
    return sum(_release(one, by=by, now=now) for one in due)


def freeze(*, line: BudgetLine, minor: int, reason: str, actor: Actor, now: datetime) -> BudgetLine:
    """Hold back `minor` of what was let go and not yet promised; negative sets it free again (in Korea National Finance Act
    art. 43 (6)). Raises PlanUnfit, LimitExceeded.
    """
    require(actor, "treasury.appropriate")
    require_amount(minor=abs(minor))
    if not reason.strip():
        fault = Fault("reason", str(_("Write why the money is held back or set free.")), "treasury.reason_missing")
        raise PlanUnfit(faults=(fault,), says=fault.says)
    with transaction.atomic():
        held = lock(line=line.pk)
        serial = held.movements.filter(stage=Stage.FREEZE.value).count() + 1
        move(line=held, stage=Stage.FREEZE, minor=minor, document=f"freeze:{held.pk}:{serial}", actor=actor, now=now)
        detail = {"minor": minor, "reason": reason.strip()}
        audit.record(actor=actor, action="treasury.freeze", target=f"line:{held.code}", detail=detail, now=now)
    return held


def _starts(one: AllotmentPart) -> date:
    return Part(one.quarter, one.month, one.minor).starts_on(year=one.line.year)


def _release(one: AllotmentPart, *, by: Actor, now: datetime) -> bool:
    with transaction.atomic():
        line = lock_all(lines=[one.line_id])[one.line_id]
        part = AllotmentPart.objects.select_for_update().get(pk=one.pk)
        # A transfer or a cut may have left less room than was planned.
        part.minor = min(part.minor, line.budget - line.allotted)
        if part.released_at is not None or part.minor <= 0:
            return False
        move(line=line, stage=Stage.ALLOTMENT, minor=part.minor, document=f"part:{part.pk}", actor=by, now=now)
        part.released_at = now
        part.save(update_fields=["minor", "released_at"])
        detail = {"quarter": part.quarter, "month": part.month, "minor": part.minor}
        audit.record(actor=by, action="treasury.release_part", target=f"line:{line.code}", detail=detail, now=now)
    return True


def _require_within(line: BudgetLine, *, planned: int) -> None:
    wanted = line.allotted + planned
    if wanted > line.budget:
        raise PlanBeyondBudget(
            line=line.code,
            allowed=written(Money(line.budget, line.currency)),
            wanted=written(Money(wanted, line.currency)),
            excess=written(Money(wanted - line.budget, line.currency)),
        )
