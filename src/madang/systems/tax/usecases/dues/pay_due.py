"""A due is paid, in part where not more is given, with money that came before or is owed back."""

from collections.abc import Callable
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.tax.models import Due
from madang.systems.tax.usecases.dues.end_due import split_due


def pay_due(
    *, due: Due, minor: int, pay: Callable[..., bool], by: str, reason: str, actor: Actor, now: datetime
) -> Due:
    """The due that was paid: this one, or the part that `minor` pays, which is split off. `pay(number=…)` pays its charge, `by`
    names what did. So it ends, and what came on top until today is a due of its own (`follow_charge`). In the caller's
    transaction, which holds the due locked.
    """
    if minor < due.minor:
        parts = ((minor, due.due_on), (due.minor - minor, due.due_on))
        due, _rest = split_due(due=due, parts=parts, reason=reason, actor=actor, now=now)
    if not pay(number=due.charge):
        raise RuntimeError(f"{due.number} is locked and open, and yet its charge is not.")
    Due.objects.filter(pk=due.pk).update(ended_by=by)
    return due
