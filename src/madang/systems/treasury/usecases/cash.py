"""How much money leaves and comes by day, and how much may leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.suspense_return import State
from madang.systems.treasury.models import (
    BankStatement,
    CashCeiling,
    Obligation,
    PaymentOrder,
    ReportedCharge,
    SuspenseReturn,
)
from madang.systems.treasury.usecases.debt_due import due_services

# What nobody set a day for is expected within so many days, spread over no single one of them.
DAYS = 30


class CeilingExceeded(Refusal):
    """More would leave the account on this day than its ceiling allows."""

    code = "treasury.ceiling_exceeded"
    says = _(
        "On {day} at most {ceiling} may leave the account, and {released} are released already: {wanted} would be {excess} too "
        "much. Release the batch on another day, or have the ceiling raised."
    )


class CeilingUnfit(Refusal):
    """The ceiling is no amount."""

    code = "treasury.ceiling_unfit"
    says = _("Write the ceiling as an amount from nothing to {largest}.")
    status = 422


@dataclass(frozen=True, slots=True)
class Day:
    """What is expected on a day: going out, coming in, what has been released, and the ceiling where one is set."""

    day: date
    out: int
    released: int
    comes: int
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Thirty days, what is due without a day, and the last balance that the bank told."""

    days: Sequence[Day]
    undated_out: int
    open_charges: int
    balance: int | None


def set_ceiling(*, day: date, minor: int, actor: Actor, now: datetime) -> None:
    """From now on so much may leave on the day. Raises Forbidden, CeilingUnfit."""
    require(actor, "treasury.approve")
    if not 0 <= minor <= LARGEST:
        says = str(CeilingUnfit.says).format(largest=LARGEST)
        raise CeilingUnfit(largest=LARGEST, faults=(Fault("minor", says, CeilingUnfit.code),))
    with transaction.atomic():
        CashCeiling.objects.create(day=day, minor=minor, set_at=now, set_by=officer(actor))
        detail = {"minor": minor}
        audit.record(actor=actor, action="treasury.set_ceiling", target=f"day:{day}", detail=detail, now=now)


def ceiling_of(*, day: date) -> int | None:
    """The newest ceiling of the day; None where nobody set one."""
    return CashCeiling.objects.filter(day=day).order_by("-id").values_list("minor", flat=True).first()


def released_on(*, day: date) -> int:
    """What the batches released on the day pay, less what came back."""
    orders = PaymentOrder.objects.filter(batch__released_on=day).exclude(state="returned")
    returns = SuspenseReturn.objects.filter(batch__released_on=day).exclude(state=State.FAILED.value)
    return sum(int(each.aggregate(total=Sum("minor"))["total"] or 0) for each in (orders, returns))


def require_room(*, day: date, wanted: int) -> None:
    """Holds the day for the caller's transaction, so that two batches never share the same room. Raises CeilingExceeded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"treasury.ceiling:{day}"])
    ceiling = ceiling_of(day=day)
    if ceiling is None:
        return
    released = released_on(day=day)
    if released + wanted > ceiling:
        raise CeilingExceeded(
            day=day,
            ceiling=_written(ceiling),
            released=_written(released),
            wanted=_written(wanted),
            excess=_written(released + wanted - ceiling),
        )


def _written(minor: int) -> str:
    return written(Money(minor, pack().currency))


def forecast(*, now: datetime) -> Forecast:
    """What is owed by its day, debt too, and what is open to come in. Claims already ordered count on the day they are ordered
    for.
    """
    today = timezone.localdate(now)
    last = today + timedelta(days=DAYS - 1)
    waiting = Obligation.objects.exclude(orders__state="paid")
    by_day: dict[date, int] = {}
    claimed = waiting.filter(due_on__lte=last).values_list("due_on", "minor")
    for due_on, minor in (*claimed, *due_services(until=last, today=today)):
        # What is overdue goes out as soon as it can.
        day = max(due_on or today, today)
        by_day[day] = by_day.get(day, 0) + minor
    undated = waiting.filter(due_on=None).aggregate(total=Sum("minor"))["total"]
    going_back = SuspenseReturn.objects.filter(state__in=[State.APPROVED.value, State.ORDERED.value])
    back = going_back.aggregate(total=Sum("minor"))["total"]
    # What gathers others would count them twice; a deposit is nobody's revenue.
    claims = ReportedCharge.objects.exclude(revenue="")
    charges = claims.filter(state="open").aggregate(total=Sum("minor"))["total"]
    received = dict(
        claims.filter(paid_at__gte=now - timedelta(days=DAYS), state="paid")
        .values_list("state")
        .annotate(total=Sum("minor"))
    )
    daily = int(received.get("paid", 0)) // DAYS
    days = [
        Day(day, by_day.get(day, 0), released_on(day=day) if day == today else 0, daily, ceiling_of(day=day))
        for day in (today + timedelta(days=number) for number in range(DAYS))
    ]
    told = BankStatement.objects.exclude(closing=None).order_by("-closed_on", "-id").first()
    return Forecast(days, int(undated or 0) + int(back or 0), int(charges or 0), told.closing if told else None)
