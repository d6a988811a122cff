"""Dues that end without a payment, and dues that are split."""

from collections.abc import Iterable
from datetime import date, datetime

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.usecases import cancel
from madang.systems.tax.domain.words import DueReason, DueState, Tax
from madang.systems.tax.models import Due
from madang.systems.tax.usecases.dues.raise_due import raise_due

STANDING = (DueState.OPEN.value, DueState.DEFERRED.value)


def locked(*, dues: Iterable[Due]) -> list[Due]:
    """The dues, locked until the end of the caller's transaction, which stand still. The charges come first, as where a payment
    settles one: so nobody waits for the other in a circle.
    """
    keys = {one.pk: one.charge for one in dues}
    charges = Charge.objects.select_for_update().filter(number__in=keys.values(), state=ChargeState.OPEN.value)
    open_ones = set(charges.order_by("id").values_list("number", flat=True))
    held = (
        Due.objects.select_for_update(of=("self",)).select_related("taxpayer").filter(pk__in=keys, state__in=STANDING)
    )
    return [one for one in held.order_by("due_on", "pk") if one.charge in open_ones]


def end_due(*, due: Due, state: DueState, ended_by: str, reason: str, actor: Actor, now: datetime) -> None:
    """The due ends and its charge is cancelled: no money comes on it. In the caller's transaction, which holds it locked."""
    due.state, due.ended_at, due.ended_by = state.value, now, ended_by
    due.save(update_fields=["state", "ended_at", "ended_by"])
    cancel(charge=Charge.objects.get(number=due.charge), reason=reason, actor=actor, now=now)
    record(actor=actor, action="tax.end_due", target=due.number, detail={"state": state.value, "by": ended_by}, now=now)


def split_due(*, due: Due, parts: Iterable[tuple[int, date]], reason: str, actor: Actor, now: datetime) -> list[Due]:
    """Dues in the place of one, which together are as much to the unit. In the caller's transaction, which holds it locked."""
    given = list(parts)
    if sum(minor for minor, _on in given) != due.minor:
        raise ValueError("The parts of a due are as much as the due.")
    end_due(due=due, state=DueState.CANCELLED, ended_by="split", reason=reason, actor=actor, now=now)
    made = []
    for place, (minor, due_on) in enumerate(given, start=1):
        one = raise_due(
            taxpayer=due.taxpayer,
            tax=Tax(due.tax),
            period=due.period,
            reason=DueReason(due.reason),
            source=f"{due.number}/{place}",
            minor=minor,
            due_on=due_on,
            actor=actor,
            now=now,
        )
        if due.deferred_until and due_on == due.due_on:
            one.state, one.deferred_until = due.state if due.state in STANDING else one.state, due.deferred_until
            one.save(update_fields=["state", "deferred_until"])
        if due.late_from:
            one.late_from = due.late_from
            one.save(update_fields=["late_from"])
        made.append(one)
    return made
