"""Pay what another system owes back: it decides, an officer puts it into a batch, two approvers release that, the bank's
statement ends it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.treasury_v1 import RefundPaid, RefundReturned
from madang.exchange import announce, members
from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.money.domain.journal import DEPOSITS
from madang.framework.values import Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.domain.revenue import revenue_class
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import PaymentBatch, SystemRefund
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.hear_charge import open_day
from madang.systems.treasury.usecases.move import require_amount
from madang.systems.treasury.usecases.serve_systems import NamelessDecision, ReferenceUsed, WrongCurrency
from madang.systems.treasury.usecases.spend import require_account


class RefundOrdered(Refusal):
    """It is past that step."""

    code = "treasury.refund_ordered"
    says = _("Refund {number} is in a batch or over already. Take it out of the batch.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What a system wants to have paid. `decided_by` is who decided it there."""

    reference: str
    payee: str
    account: str
    holder: str
    purpose: str
    amount: Money
    due_on: date
    revenue_account: str
    decided_by: str


def take_refund(*, owed: Owed, actor: Actor, member: str, now: datetime) -> SystemRefund:
    """The refund of this reference, taken now where there is none. The country's grant lets the system ask.

    Raises NamelessDecision, WrongCurrency, AmountUnfit, AccountUnfit, HolderDiffers, ReferenceUsed.
    """
    if not owed.decided_by.strip():
        raise NamelessDecision
    if owed.amount.currency != pack().currency:
        raise WrongCurrency(currency=pack().currency)
    require_amount(minor=owed.amount.minor)
    require_account(account=owed.account, payee=owed.payee, holder=owed.holder)
    facts: dict[str, object] = {
        "number": f"G{random_symbols(count=14)}",
        "member": member,
        "revenue_account": owed.revenue_account[:64],
        "payee": owed.payee[:140],
        "account": owed.account,
        "purpose": owed.purpose[:140],
        "minor": owed.amount.minor,
        "currency": owed.amount.currency,
        "due_on": owed.due_on,
        "decided_by": owed.decided_by[:100],
        "asked_at": now,
    }
    with transaction.atomic():
        held, made = SystemRefund.objects.get_or_create(system=actor.name, reference=owed.reference, defaults=facts)
        if made:
            _note("take_refund", held, actor, now, {"system": held.system, "minor": held.minor})
    if (held.payee, held.account, held.minor) != (facts["payee"], owed.account, owed.amount.minor):
        raise ReferenceUsed(reference=owed.reference)
    return held


def refundable() -> QuerySet[SystemRefund]:
    """What waits for a batch, due first."""
    return SystemRefund.objects.filter(state="waiting").order_by("due_on", "pk")


def order_refunds(*, refunds: Iterable[SystemRefund], batch: PaymentBatch) -> None:
    """They go with the batch, in the caller's transaction. Raises RefundOrdered."""
    for one in sorted(refunds, key=lambda one: one.pk):
        held = SystemRefund.objects.select_for_update().get(pk=one.pk)
        if held.state != "waiting":
            raise RefundOrdered(number=held.number)
        held.state, held.batch = "ordered", batch
        held.save(update_fields=["state", "batch"])


def take_refunds_out(*, batch: PaymentBatch) -> None:
    """The batch does not go to the bank: its refunds wait for another one. In the caller's transaction."""
    for held in batch.refunds.select_for_update().order_by("pk"):
        held.state, held.batch = "waiting", None
        held.save(update_fields=["state", "batch"])


def settle_refund(*, refund: SystemRefund, entry: camt053.Entry, actor: Actor, now: datetime) -> None:
    """The statement says that it left the account; the system is told. In the caller's transaction, which holds the refund."""
    refund.state, refund.paid_on = "paid", entry.booked_on
    refund.save(update_fields=["state", "paid_on"])
    _book(refund, 1, entry.booked_on, now)
    told = RefundPaid(
        system=refund.system,
        reference=refund.reference,
        amount=Money(refund.minor, refund.currency),
        paid_on=entry.booked_on,
    )
    announce(told, now=now)
    _note("settle_refund", refund, actor, now, {"bank": entry.reference})


def fail_refund(
    *, refund: SystemRefund, reason: str, actor: Actor, now: datetime, entry: camt053.Entry | None = None
) -> None:
    """The bank would not pay it, or (with its `entry`) brought it back: it is over, and its system, which is told, asks anew
    once it knows a better account. In the caller's transaction, which holds the refund.
    """
    refund.state, refund.reason = "returned", reason[:200]
    refund.save(update_fields=["state", "reason"])
    if entry is not None:
        _book(refund, -1, entry.booked_on, now)
    told = RefundReturned(
        system=refund.system,
        reference=refund.reference,
        amount=Money(refund.minor, refund.currency),
        was_paid=entry is not None,
        returned_on=entry.booked_on if entry is not None else timezone.localdate(now),
        reason=refund.reason,
    )
    announce(told, now=now)
    _note("fail_refund", refund, actor, now, {"reason": refund.reason})


def _book(refund: SystemRefund, sign: int, on: date, now: datetime) -> None:
    """As the refund of a charge: the journal of a system of this member holds the accrual entries already."""
    revenue = revenue_class(account=refund.revenue_account, law=pack().data("treasury/revenue"))
    name = "deposit_refunded" if refund.revenue_account == DEPOSITS else "refund_of_charge"
    name = f"{name}_here" if refund.member == members.own_name() else name
    amount = Money(sign * refund.minor, refund.currency)
    event = Event(name=name, amount=amount, economic=revenue, coding=f"revenue/{revenue}" if revenue else "")
    reference = refund.number if sign > 0 else f"{refund.number}/returned"
    book(event=event, reference=reference, on=open_day(wanted=on, now=now), now=now, memo=refund.purpose)


def _note(action: str, refund: SystemRefund, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    target = f"refund:{refund.number}"
    audit.record(actor=actor, action=f"treasury.{action}", target=target, detail=detail, now=now)
