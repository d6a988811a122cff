"""Prepare a batch of payment orders, approve it by two officers, write it for the bank."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.formats import pain001
from madang.systems.treasury.models import (
    Obligation,
    PaymentBatch,
    PaymentOrder,
    SuspenseReturn,
    SystemRefund,
)
from madang.systems.treasury.usecases.cash import require_room
from madang.systems.treasury.usecases.move import lock_all, require_limits
from madang.systems.treasury.usecases.one_call import call, recorded
from madang.systems.treasury.usecases.refund_for_systems import order_refunds, take_refunds_out
from madang.systems.treasury.usecases.return_order import return_order
from madang.systems.treasury.usecases.return_suspense import order_returns, take_out
from madang.systems.treasury.usecases.spend import is_iban


class OrderedAlready(Refusal):
    """An obligation has a live order."""

    code = "treasury.ordered_already"
    says = _("Claim {number} is ordered or paid already. Take it out of the batch.")


class NeedsAnother(Refusal):
    """The same officer does not act twice on a batch."""

    code = "treasury.needs_another"
    says = _("You prepared or approved batch {number} already. Another officer must approve it.")


class NotReleased(Refusal):
    """Two officers have not approved it yet."""

    code = "treasury.not_released"
    says = _("Batch {number} is not approved by two officers yet, so it does not go to the bank.")


class EndedBatch(Refusal):
    """It is released or sent back already."""

    code = "treasury.ended_batch"
    says = _("Batch {number} is released or sent back already. Look at its page for who did it and when.")


class ReasonMissing(Refusal):
    """A batch is sent back for a reason."""

    code = "treasury.reason_missing"
    says = _("Say why you send the batch back: the officer who prepared it reads it.")
    status = 422


class NothingChosen(Refusal):
    """A batch holds at least one order."""

    code = "treasury.nothing_chosen"
    says = _("Choose at least one claim to pay, or money to send back.")
    status = 422


def prepare(
    *,
    obligations: Sequence[Obligation],
    actor: Actor,
    now: datetime,
    returns: Sequence[SuspenseReturn] = (),
    refunds: Sequence[SystemRefund] = (),
) -> PaymentBatch:
    """Order the payment of obligations in one batch, of returns out of suspense and of what other systems owe back.

    Raises Forbidden, OrderedAlready, NothingChosen, ReturnDecided, RefundOrdered.
    """
    require(actor, "treasury.pay")
    if not obligations and not returns and not refunds:
        raise NothingChosen(faults=(Fault("claims", str(NothingChosen.says), NothingChosen.code),))
    number = f"B{timezone.localdate(now):%Y%m%d}-{random_symbols(count=8)}"
    with transaction.atomic():
        batch = PaymentBatch.objects.create(
            number=number, currency=pack().currency, prepared_at=now, prepared_by=officer(actor)
        )
        if obligations:
            _order(obligations, batch, actor, now)
        order_returns(returns=returns, batch=batch)
        order_refunds(refunds=refunds, batch=batch)
        named = {"returns": [one.number for one in returns], "refunds": [one.number for one in refunds]}
        detail = {"orders": len(obligations)} | {name: numbers for name, numbers in named.items() if numbers}
        audit.record(actor=actor, action="treasury.prepare", target=f"batch:{number}", detail=detail, now=now)
    return batch


def _order(obligations: Sequence[Obligation], batch: PaymentBatch, actor: Actor, now: datetime) -> None:
    """All of them in one call. A claim is ordered once and a line is not exceeded, whoever asks at the same time: where a
    constraint refuses, the lines are held and the one that does not fit is named."""
    keys = [one.pk for one in obligations]

    def record() -> int:
        numbers = [f"P{random_symbols(count=14)}" for _one in keys]
        return call("treasury_order", batch.pk, keys, numbers, now, officer(actor))

    def refuse() -> None:
        lines = lock_all(lines={one.commitment.line_id for one in obligations})
        live = PaymentOrder.objects.filter(obligation__in=keys).exclude(state="returned")
        taken = set(live.values_list("obligation_id", flat=True))
        asked: set[int] = set()
        for one in obligations:
            if one.pk in taken | asked:
                raise OrderedAlready(number=one.number)
            asked.add(one.pk)
        for pk, line in lines.items():
            wanted = sum(one.minor for one in obligations if one.commitment.line_id == pk)
            require_limits(line=line, stage=Stage.ORDER, minor=wanted)

    recorded(record=record, refuse=refuse, actor=actor)


def payable(*, until: date | None = None) -> QuerySet[Obligation]:
    """Verified claims without a live order, those due first; `until` keeps those that are due by that day or have no day."""
    live = PaymentOrder.objects.filter(obligation=OuterRef("pk")).exclude(state="returned")
    found = Obligation.objects.filter(~Exists(live)).select_related("commitment__line")
    if until is not None:
        found = found.filter(Q(due_on=None) | Q(due_on__lte=until))
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def approve(*, batch: PaymentBatch, actor: Actor, now: datetime) -> PaymentBatch:
    """The first or the second approval; the second releases the batch, within the day's ceiling.

    Raises Forbidden, NeedsAnother, EndedBatch, CeilingExceeded.
    """
    require(actor, "treasury.approve")
    mine = officer(actor)
    with transaction.atomic():
        held = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        _require_living(held)
        if mine in (held.prepared_by, held.first_approver, held.second_approver):
            raise NeedsAnother(number=held.number)
        if not held.first_approver:
            held.first_approver = mine
        elif not held.second_approver:
            held.released_on = timezone.localdate(now)
            require_room(day=held.released_on, wanted=total_of(batch=held))
            held.second_approver, held.released_at = mine, now
        held.save()
        audit.record(actor=actor, action="treasury.approve", target=f"batch:{held.number}", detail={}, now=now)
    return held


def send_back(*, batch: PaymentBatch, reason: str, actor: Actor, now: datetime) -> PaymentBatch:
    """An approver does not release it: every order ends and every claim can be ordered again.

    Raises Forbidden, NeedsAnother, EndedBatch, ReasonMissing.
    """
    require(actor, "treasury.approve")
    if not reason.strip():
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    mine = officer(actor)
    with transaction.atomic():
        held = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        _require_living(held)
        if mine == held.prepared_by:
            raise NeedsAnother(number=held.number)
        held.sent_back_at, held.sent_back_by, held.sent_back_reason = now, mine, reason.strip()[:300]
        held.save()
        for one in held.orders.select_related("obligation__commitment").order_by(
            "obligation__commitment__line_id", "pk"
        ):
            return_order(order=one, reason="sent back", actor=actor, now=now)
        take_out(batch=held)
        take_refunds_out(batch=held)
        detail = {"reason": held.sent_back_reason}
        audit.record(actor=actor, action="treasury.send_back", target=f"batch:{held.number}", detail=detail, now=now)
    return held


def total_of(*, batch: PaymentBatch) -> int:
    """What the batch pays: its orders, what it sends back out of suspense, and what other systems owe back."""
    parts = (batch.orders, batch.returns, batch.refunds)
    return sum(int(each.aggregate(total=Sum("minor"))["total"] or 0) for each in parts)


def _require_living(batch: PaymentBatch) -> None:
    if batch.sent_back_at is not None or batch.released_at is not None:
        raise EndedBatch(number=batch.number)


def write_batch(*, batch: PaymentBatch, debtor: str, account: str, now: datetime) -> bytes:
    """The released batch as pain.001.001.09; each time the same orders under the same identifications. Raises NotReleased."""
    if batch.released_at is None:
        raise NotReleased(number=batch.number)
    return pain001.write(
        initiation=pain001.Initiation(
            message=batch.number,
            created_at=batch.released_at,
            # The day of release, not of writing: the same batch is the same file whenever it is written.
            due_on=batch.released_on or timezone.localdate(batch.released_at),
            debtor=debtor,
            account=account,
            iban=is_iban(account),
            currency=batch.currency,
            digits=pack().currency_digits,
            transfers=tuple(_transfers(batch)),
        )
    )


def _transfers(batch: PaymentBatch) -> Iterator[pain001.Transfer]:
    promised = "obligation__commitment__"
    columns = ("number", "minor", f"{promised}payee", f"{promised}account", f"{promised}purpose")
    # Values alone: a batch has thousands of orders, and nothing else of them goes to the bank.
    for number, minor, payee, account, purpose in batch.orders.order_by("pk").values_list(*columns):
        yield _transfer(number, minor, payee, account, purpose)
    for back in batch.returns.select_related("entry").order_by("pk"):
        purpose = f"{back.entry.reference} {back.entry.text}".strip()
        yield _transfer(back.number, back.minor, back.payee, back.account, purpose)
    for refund in batch.refunds.order_by("pk"):
        yield _transfer(refund.number, refund.minor, refund.payee, refund.account, refund.purpose)


def _transfer(number: str, minor: int, payee: str, account: str, purpose: str) -> pain001.Transfer:
    return pain001.Transfer(
        end_to_end=number, minor=minor, name=payee, account=account, iban=is_iban(account), purpose=purpose
    )
