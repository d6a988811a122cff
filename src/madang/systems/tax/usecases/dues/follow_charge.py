"""What happens to a due's charge happens to the due; what was paid late bears an addition, which is a due of its own."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.systems.tax.domain.penalties import penalty_for_payment
from madang.systems.tax.domain.words import DueReason, DueState, Tax
from madang.systems.tax.models import Due
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.end_due import STANDING
from madang.systems.tax.usecases.dues.raise_due import ACCOUNT, raise_due

COLLECTION = "tax.collection"


def follow_charge(charge: Charge, now: datetime) -> None:
    """In the transaction in which the charge changes."""
    if not charge.account.startswith(ACCOUNT) or charge.state == ChargeState.OPEN:
        return
    due = Due.objects.select_for_update(of=("self",)).select_related("taxpayer").filter(charge=charge.number).first()
    if due is None:
        return
    if charge.state == ChargeState.PAID and due.state in STANDING:
        due.state, due.ended_at = DueState.PAID.value, now
        due.save(update_fields=["state", "ended_at"])
        raise_addition(due=due, actor=system_actor(COLLECTION), now=now)
    elif (charge.state in {ChargeState.CANCELLED, ChargeState.WAIVED} and due.state in STANDING) or (
        charge.state == ChargeState.REFUNDED and due.state == DueState.PAID
    ):
        due.state, due.ended_at = DueState.CANCELLED.value, now
        due.save(update_fields=["state", "ended_at"])


def addition_of(*, due: Due, on: date) -> int:
    """What comes on top of a due if it is paid that day. An addition bears none itself."""
    begins = due.late_from if due.late_from and not due.deferred_until else due.pay_by
    if DueReason(due.reason).added or on <= begins:
        return 0
    noticed = due.reason == DueReason.ASSESSMENT
    return penalty_for_payment(
        unpaid=due.minor,
        withheld=due.tax == Tax.WITHHOLDING,
        due_on=due.raised_on if noticed else begins,
        paid_on=on,
        notified_on=due.raised_on if noticed else None,
        notice_due_on=due.pay_by if noticed else None,
    ).payable


def raise_addition(*, due: Due, actor: Actor, now: datetime) -> Due | None:
    """The addition that the day of payment settled, where there is one."""
    today = timezone.localdate(now)
    minor = addition_of(due=due, on=today)
    if not minor:
        return None
    return raise_due(
        taxpayer=due.taxpayer,
        tax=Tax(due.tax),
        period=due.period,
        reason=DueReason.PENALTY,
        source=due.number,
        minor=minor,
        due_on=today + timedelta(days=collection_law.number(name="notice_days", on=today)),
        actor=actor,
        now=now,
    )
