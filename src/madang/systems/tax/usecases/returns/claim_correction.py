"""Claim the correction of a return that said too much; tax officers decide."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.ui import written
from madang.framework.values import Fault, Money
from madang.systems.tax.domain.filing import correcting_kind
from madang.systems.tax.domain.words import ReturnKind, Tax
from madang.systems.tax.models import CorrectionDecision, Return, Taxpayer
from madang.systems.tax.usecases.permissions import OFFICER, of
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.amend_return import held_in_force
from madang.systems.tax.usecases.returns.file_return import Sources, checked_period, composed, keep, require_facts
from madang.systems.tax.usecases.returns.in_force import in_force
from madang.systems.tax.usecases.returns.refusals import (
    ClaimTooLate,
    ClaimUndecided,
    NothingChanges,
    OwesMore,
    ReasonMissing,
)
from madang.systems.tax.usecases.returns.words import TAXES, fact_title

PROCEDURE = "tax.correction_claim"
DECIDED_IN = "tax.returns.claim_decision"


def claim_correction(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: str,
    facts: Mapping[str, int],
    sources: Sources,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Return:
    """Keep the claim and open the case that decides it (Framework Act on National Taxes art. 45-2). It counts once granted.

    The same claim again gives the one that waits. Raises Forbidden, NoSuchPeriod, ReturnRefused, ReasonMissing, ClaimTooLate,
    NothingFiled, NothingChanges, OwesMore, ClaimUndecided.
    """
    require(actor, "tax.file", of(taxpayer.party))
    when = checked_period(tax=tax, code=period)
    require_facts(tax=tax, facts=facts)
    if not reason.strip():
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    until = law.claims_until(tax=tax, period=when)
    if timezone.localdate(now) > until:
        raise ClaimTooLate(period=period, until=written.day(until))
    told = {name: amount for name, amount in facts.items() if amount}
    made = law.assessed(tax=tax, period=when, facts=told)
    one = composed(
        taxpayer=taxpayer, tax=tax, period=when, facts=told, sources=sources, made=made, actor=actor, now=now
    )
    with transaction.atomic():
        before = held_in_force(taxpayer=taxpayer, tax=tax, period=period)
        waiting = Return.objects.filter(
            taxpayer=taxpayer, tax=tax.value, period=period, kind=ReturnKind.CLAIM.value, decision=None
        ).exclude(case__in=_withdrawn())
        for known in waiting:
            if known.facts == one.facts:
                return known
            raise ClaimUndecided(case=known.case)
        _record(one, before, reason, actor, now)
    return one


def _withdrawn() -> Iterable[str]:
    return Case.objects.filter(procedure=PROCEDURE, state="withdrawn").values_list("number", flat=True)


def _record(one: Return, before: Return, reason: str, actor: Actor, now: datetime) -> None:
    kind = correcting_kind(before=before.payable_minor, after=one.payable_minor)
    if kind is None:
        raise NothingChanges(number=before.number)
    if kind is ReturnKind.AMENDED:
        raise OwesMore
    one.kind, one.corrects = kind.value, before
    case = open_case(
        procedure=PROCEDURE,
        applicant=one.taxpayer.party,
        subject=one.taxpayer.party,
        office=one.taxpayer.office_code,
        data={"return": one.number, "reason": reason.strip()[:2000]},
        actor=actor,
        now=now,
        application=f"tax:claim:{one.number}",
        applicant_name=one.taxpayer.name,
    )
    one.case = case.number
    one.save(force_insert=True)
    keep(one=one, taxpayer=one.taxpayer, raised=0, due_on=case.due_on, actor=actor, now=now)


def procedure() -> Procedure:
    """Claims for correction, decided by tax officers within the law's time."""
    return Procedure(
        code=PROCEDURE,
        title=_("Claim for correction of a tax return"),
        decided_by=OFFICER,
        days=DECIDED_IN,
        describe=_facts,
        on_decision=_decide,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    one = Return.objects.select_related("corrects", "taxpayer").get(number=case.data["return"])
    before = one.corrects or one
    names = sorted(set(one.facts) | set(before.facts))
    changed = [name for name in names if one.facts.get(name, 0) != before.facts.get(name, 0)]
    return [
        (_("Taxpayer"), one.taxpayer.name),
        (_("Tax and period"), f"{TAXES[one.tax]} {one.period}"),
        (_("Return that it corrects"), before.number),
        (_("Payable until now"), _money(before.payable_minor, one.currency)),
        (_("Payable as claimed"), _money(one.payable_minor, one.currency)),
        *((fact_title(name), f"{before.facts.get(name, 0):,} → {one.facts.get(name, 0):,}") for name in changed),
        (_("Reason"), case.data["reason"]),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """A granted claim counts from now on; what is to be given back is the decision's sum."""
    one = Return.objects.select_related("corrects", "taxpayer").get(number=case.data["return"])
    granted = decision.outcome == Outcome.GRANTED.value
    filed = Return.objects.filter(taxpayer=one.taxpayer, tax=one.tax, period=one.period)
    before = in_force(returns=filed).get(one.period)
    back = before.payable_minor - one.payable_minor if granted and before is not None else 0
    CorrectionDecision.objects.update_or_create(
        claim=one,
        defaults={
            "granted": granted,
            "back_minor": max(0, back),
            "currency": one.currency,
            "decided_at": now,
            "case": case.number,
        },
    )
    detail = {"granted": granted, "case": case.number}
    record(actor=actor, action="tax.decide_correction", target=f"return:{one.number}", detail=detail, now=now)


def _money(minor: int, currency: str) -> str:
    return written.money(Money(minor, currency))
