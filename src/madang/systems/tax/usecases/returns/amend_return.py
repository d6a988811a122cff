"""Amend a return that said too little."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.tax.domain.filing import correcting_kind
from madang.systems.tax.domain.penalties import FilingFault
from madang.systems.tax.domain.words import DueReason, ReturnKind, Tax
from madang.systems.tax.models import Return, Taxpayer
from madang.systems.tax.usecases.permissions import of
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.file_return import (
    FIRST,
    Added,
    Sources,
    checked_period,
    composed,
    keep,
    penalty_of,
    require_facts,
    steps_of,
)
from madang.systems.tax.usecases.returns.refusals import NothingChanges, NothingFiled, OwesLess


def in_force(*, taxpayer: Taxpayer, tax: Tax, period: str) -> Return | None:
    """The return that counts: the latest, of claims only those that were granted."""
    rows = Return.objects.filter(taxpayer=taxpayer, tax=tax.value, period=period)
    claims = rows.filter(kind=ReturnKind.CLAIM.value, decision__granted=True)
    others = rows.exclude(kind=ReturnKind.CLAIM.value)
    latest = [
        row for row in (claims.order_by("-filed_at", "-pk").first(), others.order_by("-filed_at", "-pk").first()) if row
    ]
    return max(latest, key=lambda row: (row.filed_at, row.pk), default=None)


def held_in_force(*, taxpayer: Taxpayer, tax: Tax, period: str) -> Return:
    """The return that counts; the period's first one is held, so that two corrections come one after the other.

    Raises NothingFiled.
    """
    rows = Return.objects.filter(taxpayer=taxpayer, tax=tax.value, period=period, kind__in=FIRST)
    first = rows.select_for_update().first()
    if first is None:
        raise NothingFiled(period=period)
    return in_force(taxpayer=taxpayer, tax=tax, period=period) or first


def amend_return(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: str,
    facts: Mapping[str, int],
    sources: Sources,
    actor: Actor,
    now: datetime,
) -> Return:
    """Keep a return that owes more than the one that counts; charge the difference (Framework Act on National Taxes art. 45).

    The same facts again give the return that stands. Raises Forbidden, NoSuchPeriod, ReturnRefused, NothingFiled,
    NothingChanges, OwesLess.
    """
    require(actor, "tax.file", of(taxpayer.party))
    when = checked_period(tax=tax, code=period)
    require_facts(tax=tax, facts=facts)
    told = {name: amount for name, amount in facts.items() if amount}
    made = law.assessed(tax=tax, period=when, facts=told)
    one = composed(
        taxpayer=taxpayer, tax=tax, period=when, facts=told, sources=sources, made=made, actor=actor, now=now
    )
    with transaction.atomic():
        before = held_in_force(taxpayer=taxpayer, tax=tax, period=period)
        if before.facts == one.facts and before.kind == ReturnKind.AMENDED.value:
            return before
        kind = correcting_kind(before=before.payable_minor, after=one.payable_minor)
        if kind is None:
            raise NothingChanges(number=before.number)
        if kind is ReturnKind.CLAIM:
            raise OwesLess
        one.kind, one.corrects = kind.value, before
        raised = one.payable_minor - before.payable_minor
        today, last = timezone.localdate(now), law.due_on(tax=tax, period=when)
        added = _added(one, raised, last, today)
        one.save(force_insert=True)
        keep(one=one, taxpayer=taxpayer, raised=raised, due_on=max(today, last), actor=actor, now=now, added=added)
    return one


def _added(one: Return, raised: int, last: date, today: date) -> Added:
    """What comes on top, with its steps in the return. What was left out was owed on the law's last day already: paying counts
    as late from there.
    """
    penalty = penalty_of(
        tax=Tax(one.tax), unreported=raised, fault=FilingFault.UNDER_REPORTED, due_on=last, today=today
    )
    one.steps += steps_of(penalty)
    return Added(
        late_from=last if today > last else None,
        penalty=penalty.payable if penalty else 0,
        reason=DueReason.UNDER_REPORTED,
    )
