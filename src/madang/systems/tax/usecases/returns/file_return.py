"""File the first return of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record_many
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import SlotNotApplicable, SlotUnfilled, pack
from madang.framework.ui import written
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.filing import TaxPeriod, first_kind, read_period, wrong_facts
from madang.systems.tax.domain.penalties import FilingFault, filing_facts, penalty_for_filing
from madang.systems.tax.domain.words import DueReason, ReturnKind, Tax
from madang.systems.tax.models import Return, Taxpayer
from madang.systems.tax.usecases.dues.raise_due import first_due
from madang.systems.tax.usecases.permissions import of
from madang.systems.tax.usecases.returns import law, queue
from madang.systems.tax.usecases.returns.refusals import (
    NoSuchPeriod,
    ReturnAlreadyFiled,
    ReturnNotOpen,
    ReturnRefused,
)

Sources = Mapping[str, Sequence[str]]
FIRST = (ReturnKind.ORIGINAL.value, ReturnKind.LATE.value)


def file_return(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: str,
    facts: Mapping[str, int],
    sources: Sources,
    actor: Actor,
    now: datetime,
) -> Return:
    """Assess the facts, keep the return, charge what is payable: one transaction. The receipt is sealed by a job afterwards.

    The same facts of the same period again give the return that stands. Raises Forbidden, NoSuchPeriod, ReturnRefused,
    ReturnNotOpen, NoLawOfPeriod, ReturnAlreadyFiled.
    """
    require(actor, "tax.file", of(taxpayer.party))
    when = checked_period(tax=tax, code=period)
    require_facts(tax=tax, facts=facts)
    today = timezone.localdate(now)
    opens_on, due_on = law.opens_on(tax=tax, period=when), law.due_on(tax=tax, period=when)
    if today < opens_on:
        raise ReturnNotOpen(period=period, opens_on=written.day(opens_on))

    told = {name: amount for name, amount in facts.items() if amount}
    made = law.assessed(tax=tax, period=when, facts=told)

    one = composed(
        taxpayer=taxpayer, tax=tax, period=when, facts=told, sources=sources, made=made, actor=actor, now=now
    )
    one.kind = first_kind(filed_on=today, due_on=due_on).value
    return _kept(one, taxpayer, due_on, actor, now)


def _kept(one: Return, taxpayer: Taxpayer, due_on: date, actor: Actor, now: datetime) -> Return:
    """The first return with what comes on top where it is late; the one that stands where the same was filed before."""
    today = timezone.localdate(now)
    fault = FilingFault.NOT_FILED
    added = add_penalty(one=one, unreported=one.payable_minor, fault=fault, due_on=due_on, today=today)
    try:
        with transaction.atomic():
            one.save(force_insert=True)
            pay_by, raised = max(today, due_on), one.payable_minor
            keep(one=one, taxpayer=taxpayer, raised=raised, due_on=pay_by, actor=actor, now=now, added=added)
    except IntegrityError as error:
        return _filed_before(one, error)
    return one


def checked_period(*, tax: Tax, code: str) -> TaxPeriod:
    """The period that `code` names; income is of whole years. Raises NoSuchPeriod."""
    try:
        period = read_period(code=code)
    except ValueError:
        raise NoSuchPeriod(period=code[:16]) from None
    if tax not in {Tax.INCOME, Tax.VAT} or (tax is Tax.INCOME and period.months != 12):
        raise NoSuchPeriod(period=code)
    return period


def require_facts(*, tax: Tax, facts: Mapping[str, int]) -> None:
    """Raises ReturnRefused with every fault."""
    sentences = {
        "unknown": _("{fact} is nothing that this return asks for."),
        "not_whole": _("{fact} is not a whole amount."),
        "negative": _("{fact} is less than nothing."),
        "absurd": _("{fact} is larger than any amount that can be true."),
    }
    faults = tuple(
        Fault(place=name[:40], says=sentences[why].format(fact=name[:40]), code=f"tax.fact_{why}")
        for name, why in wrong_facts(tax=tax, facts=facts).items()
    )
    if faults:
        raise ReturnRefused(faults=faults, says=" ".join(fault.says for fault in faults))


def composed(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: TaxPeriod,
    facts: Mapping[str, int],
    sources: Sources,
    made: Assessed[int],
    actor: Actor,
    now: datetime,
) -> Return:
    """The return, not yet kept."""
    return Return(
        number=f"R{period.year}-{random_symbols(count=10)}",
        taxpayer=taxpayer,
        tax=tax.value,
        period=period.code,
        period_from=period.from_on,
        period_until=period.until_on,
        facts=dict(facts),
        sources={name: list(sources.get(name, ("own",))) for name in facts},
        steps=steps_of(made),
        # A law may round what is paid (in Korea below ten won) and not the tax: the return keeps what adds up, the steps all.
        tax_minor=made.payable + made.prepaid,
        prepaid_minor=made.prepaid,
        payable_minor=made.payable,
        currency=pack().currency,
        filed_at=now,
        filed_by=officer(actor),
    )


def steps_of(made: Assessed[int] | None) -> list[dict[str, object]]:
    """Steps as a return keeps them."""
    return [{"code": step.code, "minor": step.amount, "cite": step.cite} for step in made.steps] if made else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What filing late or too little adds: the day from which paying is late too, and the penalty."""

    late_from: date | None = None
    penalty: int = 0
    reason: DueReason = DueReason.LATE_FILING


REASONS = {FilingFault.NOT_FILED: DueReason.LATE_FILING, FilingFault.UNDER_REPORTED: DueReason.UNDER_REPORTED}


def add_penalty(*, one: Return, unreported: int, fault: FilingFault, due_on: date, today: date) -> Added:
    """What comes on top of a tax that the law's last day should have seen returned; its steps are entered in the return.

    Paying counts as late from that day. Not reckoned: the share of revenue by which those with double-entry books are measured
    where it is more, and fraud.
    """
    if today <= due_on:
        return Added()
    penalty = _penalty(Tax(one.tax), unreported, fault, due_on, today)
    one.steps += steps_of(penalty)
    return Added(late_from=due_on, penalty=penalty.payable if penalty else 0, reason=REASONS[fault])


def _penalty(tax: Tax, unreported: int, fault: FilingFault, due_on: date, today: date) -> Assessed[int] | None:
    """None where the law adds nothing."""
    if unreported <= 0:
        return None
    facts = filing_facts({"unreported": unreported})
    try:
        made = penalty_for_filing(tax=tax, facts=facts, fault=fault, due_on=due_on, filed_on=today, foreseen=False)
    except (SlotNotApplicable, SlotUnfilled):
        return None
    return made if made.payable else None


def keep(
    *,
    one: Return,
    taxpayer: Taxpayer,
    raised: int,
    due_on: date,
    actor: Actor,
    now: datetime,
    added: Added = Added(),
) -> None:
    """What belongs to every return that is taken, in its transaction: the due, the entry in the trail, the receipt to come."""
    entries: list[tuple[str, str, Mapping[str, object]]] = []
    for reason, minor in ((DueReason.RETURN, raised), (added.reason, added.penalty)):
        if minor > 0:
            _due, entry = first_due(
                taxpayer=taxpayer,
                tax=Tax(one.tax),
                period=one.period,
                reason=reason,
                source=one.number,
                minor=minor,
                due_on=due_on,
                late_from=added.late_from if reason is DueReason.RETURN else None,
                actor=actor,
                now=now,
            )
            entries.append(entry)
    detail = {"tax": one.tax, "period": one.period, "kind": one.kind}
    entries.append(("tax.file_return", f"return:{one.number}", detail))
    record_many(actor=actor, entries=entries, now=now)
    queue.seal_receipt(number=one.number)


def _filed_before(one: Return, error: IntegrityError) -> Return:
    stands = Return.objects.filter(taxpayer=one.taxpayer, tax=one.tax, period=one.period, kind__in=FIRST).first()
    if stands is None:
        raise error
    if stands.facts != one.facts:
        raise ReturnAlreadyFiled(period=one.period, number=stands.number)
    return stands
