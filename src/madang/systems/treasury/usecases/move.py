"""Move a budget line at one stage, within its limits."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import LARGEST, Stage, exceeded
from madang.systems.treasury.models import BudgetLine, Movement

COLUMNS = {
    Stage.APPROPRIATION: "appropriated",
    Stage.TRANSFER: "transferred",
    Stage.CARRY_OVER: "carried",
    Stage.ALLOTMENT: "allotted",
    Stage.FREEZE: "frozen",
    Stage.COMMITMENT: "committed",
    Stage.OBLIGATION: "obligated",
    Stage.ORDER: "ordered",
    Stage.PAYMENT: "paid",
}
LIMITS = {
    Stage.APPROPRIATION: _("appropriation"),
    Stage.TRANSFER: _("this year's own appropriation"),
    Stage.CARRY_OVER: _("appropriation"),
    Stage.ALLOTMENT: _("allotment released so far"),
    Stage.FREEZE: _("allotment less what is frozen"),
    Stage.COMMITMENT: _("committed amount"),
    Stage.OBLIGATION: _("verified amount"),
    Stage.ORDER: _("ordered amount"),
    Stage.PAYMENT: _("paid amount"),
}


class LimitExceeded(Refusal):
    """A stage would exceed the stage before it."""

    code = "treasury.limit_exceeded"
    says = _(
        "Budget line {line}: the {limit} is {allowed}, and this would need {wanted}, {excess} too much. Nothing was recorded."
    )


class AmountUnfit(Refusal):
    """The amount is not one that can be booked."""

    code = "treasury.amount_unfit"
    says = _("The amount must be more than nothing and at most {largest}.")
    status = 422


def require_amount(*, minor: int) -> None:
    """Raises AmountUnfit."""
    if not 0 < minor <= LARGEST:
        says = str(AmountUnfit.says).format(largest=LARGEST)
        raise AmountUnfit(largest=LARGEST, faults=(Fault("amount", says, AmountUnfit.code),))


def lock(*, line: int) -> BudgetLine:
    """The line, locked till the end of the caller's transaction."""
    return BudgetLine.objects.select_for_update().get(pk=line)


def lock_all(*, lines: Iterable[int]) -> dict[int, BudgetLine]:
    """The lines, locked in the order of their keys, so that two who need the same lines wait and never block each other."""
    return {line.pk: line for line in BudgetLine.objects.select_for_update().filter(pk__in=set(lines)).order_by("pk")}


def move(*, line: BudgetLine, stage: Stage, minor: int, document: str, actor: Actor, now: datetime) -> None:
    """Record the movement of a line that the caller locked. Raises LimitExceeded; the database refuses the same."""
    require_limits(line=line, stage=stage, minor=minor)
    Movement(line=line, stage=stage.value, minor=minor, document=document, at=now, by=officer(actor)).save(
        force_insert=True
    )
    # The database's trigger has done the same to the row, which the caller holds locked.
    setattr(line, COLUMNS[stage], getattr(line, COLUMNS[stage]) + minor)


def require_limits(*, line: BudgetLine, stage: Stage, minor: int) -> None:
    """Raises LimitExceeded."""
    broken = exceeded(amounts=line.amounts, stage=stage, minor=minor)
    if broken is not None:
        raise LimitExceeded(
            line=line.code,
            limit=LIMITS[broken.limit],
            allowed=written(Money(broken.allowed, line.currency)),
            wanted=written(Money(broken.wanted, line.currency)),
            excess=written(Money(broken.excess, line.currency)),
        )
