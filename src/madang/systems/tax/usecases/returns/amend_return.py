"""Amend a return that said too little."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.tax.domain.filing import correcting_kind
from madang.systems.tax.domain.penalties import FilingFault
from madang.systems.tax.domain.words import ReturnKind, Tax
from madang.systems.tax.models import Return, Taxpayer
from madang.systems.tax.usecases.permissions import of
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.file_return import (
    FIRST,
    Sources,
    add_penalty,
    checked_period,
    composed,
    keep,
    require_facts,
)
from madang.systems.tax.usecases.returns.in_force import in_force
from madang.systems.tax.usecases.returns.refusals import NothingChanges, NothingFiled, OwesLess


def held_in_force(*, taxpayer: Taxpayer, tax: Tax, period: str) -> Return:
    """The return that counts; the period's first one is held, so that two corrections come one after the other.

    Raises NothingFiled.
    """
    rows = Return.objects.filter(taxpayer=taxpayer, tax=tax.value, period=period)
    first = rows.filter(kind__in=FIRST).select_for_update().first()
    if first is None:
        raise NothingFiled(period=period)
    return in_force(returns=rows)[period]


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
        fault = FilingFault.UNDER_REPORTED
        added = add_penalty(one=one, unreported=raised, fault=fault, due_on=last, today=today)
        one.save(force_insert=True)
        keep(one=one, taxpayer=taxpayer, raised=raised, due_on=max(today, last), actor=actor, now=now, added=added)
    return one
