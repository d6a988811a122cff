"""A spending unit asks to use this year's money in the next."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.notify.amounts import written
from madang.framework.ui.written import day as written_day
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.transfers import (
    GROUNDS,
    WITH_PROMISES,
    Kind,
    Unspent,
    carriable,
    carried_before,
)
from madang.systems.treasury.models import BudgetLine, Commitment, Transfer
from madang.systems.treasury.usecases.ask_transfer import open_transfer_case
from madang.systems.treasury.usecases.authorise import continues
from madang.systems.treasury.usecases.move import require_amount


class CarryOverUnfit(Refusal):
    """The carry-over lacks something, or comes too late."""

    code = "treasury.carry_over_unfit"
    says = _("The carry-over was not recorded: {says}")
    status = 422


class NothingToCarry(Refusal):
    """More than the ground lets go over."""

    code = "treasury.nothing_to_carry"
    says = _("Of budget line {line} this ground lets {allowed} go over, and this is {wanted}, {excess} too much.")


def ask_carry_over(
    *, line: BudgetLine, minor: int, ground: str, reason: str, commitment: str = "", actor: Actor, now: datetime
) -> Transfer:
    """Ask the budget office to let `minor` of a line go over into the next year; with the number of a commitment, that promise
    goes along whole (in Korea National Finance Act art. 48). Raises CarryOverUnfit with every fault, NothingToCarry, Forbidden.
    """
    require(actor, "treasury.ask", line.office)
    require_amount(minor=minor)
    with transaction.atomic():
        held = BudgetLine.objects.select_for_update().get(pk=line.pk)
        promise = Commitment.objects.filter(number=commitment, line=held).first() if commitment else None
        _require_fit(held, promise, minor=minor, ground=ground, reason=reason, commitment=commitment, now=now)
        _require_left(held, ground=ground, minor=minor)
        made = Transfer.objects.create(
            number=f"V{line.year}-{random_symbols(count=10)}",
            kind=Kind.CARRY_OVER.value,
            source=held,
            commitment=commitment,
            minor=minor,
            ground=ground,
            reason=reason.strip(),
            asked_at=now,
            asked_by=officer(actor),
        )
        open_transfer_case(transfer=made, office=line.office, actor=actor, now=now)
    return made


def last_day(*, year: int) -> date:
    """The last day on which a line of the year may still be carried over."""
    told = parameter("treasury.transfers.carry_over_by", on=date(year, 12, 31))
    return date.fromisoformat(f"{year + 1}-{told}")


def _require_fit(
    line: BudgetLine,
    promise: Commitment | None,
    *,
    minor: int,
    ground: str,
    reason: str,
    commitment: str,
    now: datetime,
) -> None:
    faults = []
    until = last_day(year=line.year)
    if timezone.localdate(now) > until:
        faults.append(
            Fault("", str(_("The last day was {until}.")).format(until=written_day(until)), "treasury.too_late")
        )
    if ground not in GROUNDS[Kind.CARRY_OVER]:
        faults.append(Fault("ground", str(_("Name the ground that the law gives.")), "treasury.ground_missing"))
    if not reason.strip():
        faults.append(Fault("reason", str(_("Write why it could not be spent in time.")), "treasury.reason_missing"))
    earlier = Transfer.objects.filter(target=line, kind=Kind.CARRY_OVER.value, state="done").values_list(
        "ground", flat=True
    )
    if carried_before(grounds=earlier) and ground == "committed":
        says = str(_("Money that came over as committed may not go over once more."))
        faults.append(Fault("ground", says, "treasury.carried_before"))
    if commitment and (promise is None or promise.minor - promise.obligated - promise.released != minor):
        says = str(_("A commitment goes over with exactly what it leaves. Check its number and the amount."))
        faults.append(Fault("commitment", says, "treasury.commitment_unfit"))
    if ground == "continuing" and not continues(line=line):
        says = str(_("No continuing appropriation of this line goes beyond {year}.")).format(year=line.year)
        faults.append(Fault("ground", says, "treasury.not_continuing"))
    if commitment and ground not in WITH_PROMISES:
        faults.append(Fault("ground", str(_("A commitment goes over as committed.")), "treasury.ground_unfit"))
    if faults:
        raise CarryOverUnfit(faults=tuple(faults), says=" ".join(fault.says for fault in faults))


def _require_left(line: BudgetLine, *, ground: str, minor: int) -> None:
    left = Unspent(
        uncommitted=line.budget - line.committed - line.frozen, open_commitments=line.committed - line.obligated
    )
    allowed = carriable(ground=ground, left=left)
    if minor > allowed:
        raise NothingToCarry(
            line=line.code,
            allowed=written(Money(allowed, line.currency)),
            wanted=written(Money(minor, line.currency)),
            excess=written(Money(minor - allowed, line.currency)),
        )
