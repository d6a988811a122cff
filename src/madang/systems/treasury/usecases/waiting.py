"""What waits for officials of the treasury, for the one worklist."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.treasury.domain.suspense_return import OVER, State
from madang.systems.treasury.models import (
    BankEntry,
    DebtService,
    OpeningBalance,
    PaymentBatch,
    PaymentOrder,
    SuspenseReturn,
)
from madang.systems.treasury.usecases.permissions import ACCOUNTANT, APPROVER, OFFICER, UNIT

MOST = 20
# An entry that nobody explained in so many days is late.
EXPLAINED_IN = timedelta(days=3)
# Debt stands in the worklist from so many days before it falls due.
AHEAD = timedelta(days=14)


def waiting_work(actor: Actor, now: datetime) -> Iterator[Work]:
    """Batches for approvers, unexplained entries for officers, payments that came back for spending units, debt that
    falls due and opening balances for accountants."""
    offices = {one.office_code: one.office_name for one in actor.duties}
    kinds = ((APPROVER, _batches), (OFFICER, _entries), (UNIT, _returned), (ACCOUNTANT, _due), (ACCOUNTANT, _openings))
    for duty, rows in kinds:
        for office in actor.offices(duty)[:1]:
            yield from rows(actor, offices[office], now)


def _batches(actor: Actor, office: str, now: datetime) -> Iterator[Work]:
    mine = officer(actor)
    waiting = PaymentBatch.objects.filter(released_at=None, sent_back_at=None)
    for one in waiting.exclude(prepared_by=mine).exclude(first_approver=mine).order_by("pk")[:MOST]:
        due_on = timezone.localdate(one.prepared_at)
        yield Work(
            number=one.number,
            title=_("Payment batch"),
            office=office,
            state_title=_("Waits for approval"),
            since=one.prepared_at,
            due_on=due_on,
            late=due_on < timezone.localdate(now),
            url=reverse("treasury:batch", args=[one.number]),
        )


def _entries(actor: Actor, office: str, now: datetime) -> Iterator[Work]:
    # What a colleague proposed to send back waits for this officer; what this officer proposed, or is on its way, does not.
    going = SuspenseReturn.objects.exclude(state__in=OVER)
    others = going.filter(state=State.PROPOSED.value).exclude(proposed_by=officer(actor))
    waiting = BankEntry.objects.filter(effect="suspense").exclude(clearing__proposed_by=officer(actor))
    waiting = waiting.exclude(pk__in=going.exclude(pk__in=others).values("entry"))
    for one in waiting.select_related("statement").order_by("booked_on", "pk")[:MOST]:
        due_on = one.booked_on + EXPLAINED_IN
        yield Work(
            number=one.reference,
            title=_("Money without an explanation"),
            office=office,
            state_title=_("To be explained"),
            since=one.statement.imported_at,
            due_on=due_on,
            late=due_on < timezone.localdate(now),
            url=reverse("treasury:entry", args=[one.pk]),
        )


def _returned(actor: Actor, office: str, now: datetime) -> Iterator[Work]:
    live = PaymentOrder.objects.exclude(state="returned").values("obligation")
    found = PaymentOrder.objects.filter(
        state="returned", obligation__commitment__line__office__in=actor.offices(UNIT)
    ).exclude(obligation__in=live)
    for one in found.select_related("obligation__commitment", "batch").order_by("pk")[:MOST]:
        since = one.batch.released_at or one.batch.prepared_at
        yield Work(
            number=one.obligation.number,
            title=_("Payment that came back"),
            office=office,
            state_title=_("Ask the payee for the right account"),
            since=since,
            due_on=timezone.localdate(since) + EXPLAINED_IN,
            late=timezone.localdate(since) + EXPLAINED_IN < timezone.localdate(now),
            url=reverse("treasury:commitment", args=[one.obligation.commitment.number]),
        )


def _due(_actor: Actor, office: str, now: datetime) -> Iterator[Work]:
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
