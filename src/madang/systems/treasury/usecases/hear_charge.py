"""Book what a member tells of a charge, once."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.contracts.money_v1 import ChargeEvent, ChargePaid
from madang.exchange import members
from madang.framework.law import pack
from madang.framework.money import books
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.domain.revenue import Step, revenue_class, steps
from madang.systems.treasury.models import ReportedCharge
from madang.systems.treasury.usecases.book import book


def hear_charge(*, event: ChargeEvent, told: Step, member: str, now: datetime) -> ReportedCharge:
    """The charge as it stands after this word. A word that came before, or too late, changes nothing."""
    with transaction.atomic():
        # Made first without a state, so that two words at once wait for each other at this row.
        charge, _made = ReportedCharge.objects.select_for_update().get_or_create(
            number=event.number, defaults=_facts(event, member) | {"state": "", "heard_at": now}
        )
        events, after = steps(
            state=charge.state,
            told=told,
            at_home=charge.at_home,
            account=charge.account,
            way=event.way if isinstance(event, ChargePaid) else "",
        )
        for name in events:
            post(charge=charge, name=name, on=open_day(wanted=timezone.localdate(event.at), now=now), now=now)
        if after != charge.state:
            charge.state, charge.heard_at = after, now
            charge.paid_at = event.at if told is Step.PAID else charge.paid_at
            charge.save(update_fields=["state", "heard_at", "paid_at"])
    return charge


def post(*, charge: ReportedCharge, name: str, on: date, now: datetime) -> None:
    """Book one event of the charge under its class of revenue."""
    event = Event(
        name=name,
        amount=charge.amount,
        economic=charge.revenue,
        coding=f"revenue/{charge.revenue}" if charge.revenue else "",
    )
    book(event=event, reference=charge.number, on=on, now=now, memo=charge.service)


def open_day(*, wanted: date, now: datetime) -> date:
    """The day to post on: today's where the books of the wanted day are locked already."""
    try:
        books.require_open(days={wanted})
    except books.PeriodLocked:
        return timezone.localdate(now)
    return wanted


def _facts(event: ChargeEvent, member: str) -> dict[str, object]:
    return {
        "member": member,
        "system": event.system,
        "service": event.service[:100],
        "reference": event.reference[:100],
        "account": event.account,
        "revenue": revenue_class(account=event.account, law=pack().data("treasury/revenue")),
        "minor": event.amount.minor,
        "currency": event.amount.currency,
        "at_home": member == members.own_name(),
        "charged_at": event.charged_at,
    }
