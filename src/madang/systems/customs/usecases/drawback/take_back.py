"""A drawback is looked at again after it was paid, and what was too much is charged (환급특례법 arts. 14 (2), 21)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.law.days import next_working_day
from madang.framework.money.domain.allocation import in_turn
from madang.framework.notify import notify
from madang.framework.notify.amounts import written
from madang.framework.values import Money
from madang.framework.values.identifiers import random_symbols
from madang.framework.values.months import add_months
from madang.systems.customs.domain.settlement import settlement, totalled
from madang.systems.customs.domain.taken_back import TakenBack, left_of, on_top
from madang.systems.customs.models import CustomsRefund, Drawback, DrawbackReturn
from madang.systems.customs.usecases.corrections.charge_levied import charge_levied
from madang.systems.customs.usecases.declarations import law
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.words import ADDITION
from madang.systems.customs.usecases.drawback.law import HERE, taken_back_law
from madang.systems.customs.usecases.drawback.refusals import CheckTooLate, NotPaidOut, TooMuchBack


@transaction.atomic
def check_drawback(*, number: str, says: str, actor: Actor, now: datetime) -> Drawback:
    """An officer looked again, within the law's years of the claim, and found it right. Raises Forbidden, NotPaidOut,
    CheckTooLate."""
    made = _held(number)
    require(actor, "customs.decide", made.office_code)
    _require_in_time(made, timezone.localdate(now))
    _checked(made, actor, now)
    record(
        actor=actor, action="customs.check_drawback", target=f"drawback:{made.number}", detail={"says": says}, now=now
    )
    return made


@transaction.atomic
def take_back(*, number: str, minor: int, why: TakenBack, says: str, actor: Actor, now: datetime) -> DrawbackReturn:
    """An officer finds that so much was too much. Raises Forbidden, NotPaidOut, CheckTooLate, TooMuchBack."""
    made = _held(number)
    require(actor, "customs.decide", made.office_code)
    today = timezone.localdate(now)
    _require_in_time(made, today)
    _checked(made, actor, now)
    due_on = law.pay_by(on=today, deferred=False)
    return _charged(made, minor, why, says, due_on, own=False, actor=actor, now=now)


@transaction.atomic
def report_too_much(
    *, number: str, minor: int, why: TakenBack, says: str, actor: Actor, now: datetime
) -> DrawbackReturn:
    """Its party says so first, which costs less (art. 21 (4), (5)). Raises Forbidden, NotPaidOut, TooMuchBack."""
    made = _held(number)
    require(actor, "customs.declare", str(made.party))
    today = timezone.localdate(now)
    due_on = next_working_day(today + timedelta(days=int(parameter(f"{HERE}.own_back_days", on=today))))
    return _charged(made, minor, why, says, due_on, own=True, actor=actor, now=now)


def left_to_take(*, made: Drawback) -> dict[str, int]:
    """What of it could still be taken back, by levy: nothing before it was paid out."""
    if _paid_on(made) is None:
        return {}
    return left_of(granted=made.amounts, before=list(made.returns.values_list("amounts", flat=True)))


def _held(number: str) -> Drawback:
    named = Drawback.objects.select_related("declaration").get(number=number)
    locked(number=named.declaration.number)
    return Drawback.objects.select_for_update(of=("self",)).select_related("declaration").get(pk=named.pk)


def _require_in_time(made: Drawback, today: date) -> None:
    years = int(parameter(f"{HERE}.check_years", on=today))
    last_on = add_months(day=timezone.localdate(made.filed_at), months=12 * years)
    if today > last_on:
        raise CheckTooLate(drawback=made.number, day=date_format(last_on))
    if _paid_on(made) is None:
        raise NotPaidOut(drawback=made.number)


def _paid_on(made: Drawback) -> date | None:
    """When it was paid; nothing where something of it was not. What was set off was paid when it was decided."""
    rows = list(CustomsRefund.objects.filter(source=made.number))
    if not rows or any(row.state not in {"paid", "offset"} for row in rows):
        return None
    return max(row.paid_on or timezone.localdate(row.decided_at) for row in rows)


def _checked(made: Drawback, actor: Actor, now: datetime) -> None:
    made.checked_at, made.checked_by = now, officer(actor)
    made.save(update_fields=["checked_at", "checked_by"])


def _charged(
    made: Drawback, minor: int, why: TakenBack, says: str, due_on: date, *, own: bool, actor: Actor, now: datetime
) -> DrawbackReturn:
    today, paid_on, left = timezone.localdate(now), _paid_on(made), left_to_take(made=made)
    if paid_on is None:
        raise NotPaidOut(drawback=made.number)
    if not 0 < minor <= sum(left.values()) or not says.strip():
        raise TooMuchBack(drawback=made.number, left=written(Money(sum(left.values()), made.currency)))
    parts = dict(zip(left, in_turn(available=minor, owed=left.values()), strict=True))
    top = on_top(minor=minor, paid_on=paid_on, on=today, own=own, law=taken_back_law(on=today))
    row = DrawbackReturn.objects.create(
        number=f"T{now:%Y}-{random_symbols(count=8)}",
        drawback=made,
        why=why.value,
        own=own,
        amounts={levy: part for levy, part in parts.items() if part},
        addition_minor=totalled(amount=top, unit=settlement(on=today).total_unit),
        says=says.strip()[:1000],
        at=now,
        by=officer(actor),
    )
    for levy, part in {**row.amounts, ADDITION: row.addition_minor}.items():
        if part:
            charge_levied(
                one=made.declaration, levy=levy, minor=part, source=row.number, due_on=due_on, actor=actor, now=now
            )
    detail = {"drawback": made.number, "minor": minor, "addition": row.addition_minor, "own": own}
    happened(to=made.declaration, kind="drawback_taken_back", actor=actor, now=now, text=row.says, detail=detail)
    values = {"number": made.number, "amount": Money(minor + row.addition_minor, made.currency), "reasons": row.says}
    notify(party=made.party, template="customs/drawback_taken_back", values=values, link=made.link, now=now)
    return row
