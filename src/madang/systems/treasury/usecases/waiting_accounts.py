"""What waits for accountants, for the one worklist: debt that falls due, balances that another one prepared."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.treasury.models import DebtService, OpeningBalance
from madang.systems.treasury.usecases.permissions import ACCOUNTANT

MOST = 20
AHEAD = timedelta(days=14)


def waiting_accounts(actor: Actor, now: datetime) -> Iterator[Work]:
    """Due days of the next two weeks and those that passed unpaid; opening balances to be booked."""
    offices = {one.office_code: one.office_name for one in actor.duties}
    for office in actor.offices(ACCOUNTANT)[:1]:
        yield from _due(offices[office], now)
        yield from _openings(actor, offices[office], now)


def _due(office: str, now: datetime) -> Iterator[Work]:
    today = timezone.localdate(now)
    found = DebtService.objects.filter(paid_on=None, due_on__lte=today + AHEAD).select_related("debt")
    for one in found.order_by("due_on", "pk")[:MOST]:
        yield Work(
            number=one.debt.number,
            title=_("Debt that falls due"),
            office=office,
            state_title=_("To be paid"),
            since=now,
            due_on=one.due_on,
            late=one.due_on < today,
            url=reverse("treasury:serve", args=[one.debt.number, one.pk]),
        )


def _openings(actor: Actor, office: str, now: datetime) -> Iterator[Work]:
    found = OpeningBalance.objects.filter(booked_at=None, withdrawn_at=None).exclude(prepared_by=officer(actor))
    for one in found.order_by("pk")[:MOST]:
        due_on = timezone.localdate(one.prepared_at)
        yield Work(
            number=one.name,
            title=_("Opening balances"),
            office=office,
            state_title=_("Waits for another accountant"),
            since=one.prepared_at,
            due_on=due_on,
            late=due_on < timezone.localdate(now),
            url=reverse("treasury:opening", args=[one.pk]),
        )
