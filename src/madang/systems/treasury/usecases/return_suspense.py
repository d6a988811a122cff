"""Send money in suspense back: one officer proposes it, a second one approves it, a batch carries it, the bank's statement ends
it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.domain.suspense_return import State, objections
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import BankEntry, PaymentBatch, SuspenseReturn
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.reconcile import NotInSuspense, unexplained
from madang.systems.treasury.usecases.spend import require_account

SAYS = {
    "went_out": _("This money left the account. Only what came in is sent back."),
    "no_reason": _("Say what was done to find out whose money it is: the second officer reads it."),
}


class ReturnUnfit(Refusal):
    """The entry does not go back so."""

    code = "treasury.return_unfit"
    says = _("The money does not go back so. Correct what is listed.")
    status = 422


class OwnReturn(Refusal):
    """The officer who proposed it does not approve it."""

    code = "treasury.own_return"
    says = _("You proposed return {number} yourself. Another officer approves or refuses it.")


class ReturnDecided(Refusal):
    """It is past that step."""

    code = "treasury.return_decided"
    says = _("Return {number} is decided already, or in a batch. Look at its entry for who did it and when.")


def propose_return(
    *, entry: BankEntry, payee: str, account: str, why: str, actor: Actor, now: datetime
) -> SuspenseReturn:
    """An officer says that the money goes back: to the account that the bank names, else to one that the officer found.

    Raises Forbidden, NotInSuspense, ReturnUnfit, AccountUnfit.
    """
    require(actor, "treasury.pay")
    with transaction.atomic():
        held = BankEntry.objects.select_for_update().get(pk=entry.pk)
        if not unexplained(entry=held):
            raise NotInSuspense(reference=held.reference)
        account = held.party_account or account.strip()
        payee = held.party or payee.strip()
        found = objections(minor=held.minor, why=why)
        if found:
            raise ReturnUnfit(faults=tuple(Fault("why", str(SAYS[one]), ReturnUnfit.code) for one in found))
        if not held.party_account:
            require_account(account=account, payee=payee, holder="")
        made = SuspenseReturn.objects.create(
            number=f"R{random_symbols(count=14)}",
            entry=held,
            payee=payee[:140] or account,
            account=account,
            minor=held.minor,
            why=why.strip()[:200],
            proposed_at=now,
            proposed_by=officer(actor),
        )
        _note("propose_return", made, actor, now, {"entry": held.reference, "minor": made.minor})
    return made


def approve_return(*, returning: SuspenseReturn, actor: Actor, now: datetime) -> SuspenseReturn:
    """The second officer agrees: the return waits for a batch. Raises Forbidden, OwnReturn, ReturnDecided."""
    require(actor, "treasury.pay")
    with transaction.atomic():
        held = _held(returning, State.PROPOSED)
        if held.proposed_by == officer(actor):
            raise OwnReturn(number=held.number)
        held.state, held.approved_at, held.approved_by = State.APPROVED.value, now, officer(actor)
        held.save(update_fields=["state", "approved_at", "approved_by"])
        _note("approve_return", held, actor, now, {})
    return held


def refuse_return(*, returning: SuspenseReturn, actor: Actor, now: datetime) -> None:
    """An officer ends it before a batch carries it; who proposed it so takes it back. The money stays in suspense.

    Raises Forbidden, ReturnDecided.
    """
    require(actor, "treasury.pay")
    with transaction.atomic():
        held = _held(returning, State.PROPOSED, State.APPROVED)
        held.state = State.REFUSED.value
        held.save(update_fields=["state"])
        _note("refuse_return", held, actor, now, {})


def _held(returning: SuspenseReturn, *states: State) -> SuspenseReturn:
    held = SuspenseReturn.objects.select_for_update().get(pk=returning.pk)
    if held.state not in states:
        raise ReturnDecided(number=held.number)
    return held


def returnable() -> QuerySet[SuspenseReturn]:
    """Approved returns that no batch carries yet."""
    return SuspenseReturn.objects.filter(state=State.APPROVED.value).select_related("entry").order_by("pk")


def order_returns(*, returns: Iterable[SuspenseReturn], batch: PaymentBatch) -> None:
    """They go with the batch, in the caller's transaction. Raises ReturnDecided."""
    for one in sorted(returns, key=lambda one: one.pk):
        held = _held(one, State.APPROVED)
        held.state, held.batch = State.ORDERED.value, batch
        held.save(update_fields=["state", "batch"])


def take_out(*, batch: PaymentBatch) -> None:
    """The batch does not go to the bank: its returns wait for another one. In the caller's transaction."""
    for held in batch.returns.select_for_update().order_by("pk"):
        held.state, held.batch = State.APPROVED.value, None
        held.save(update_fields=["state", "batch"])


def settle_return(*, returning: SuspenseReturn, entry: camt053.Entry, actor: Actor, now: datetime) -> None:
    """The statement says that it left the account: it is booked, and its money stands in suspense no more. In the caller's
    transaction, which holds the return.
    """
    returning.state, returning.paid_on = State.PAID.value, entry.booked_on
    returning.save(update_fields=["state", "paid_on"])
    BankEntry.objects.filter(pk=returning.entry_id).update(effect="cleared")
    _book("suspense_sent_back", returning, entry, now)
    _note("settle_return", returning, actor, now, {"bank": entry.reference})


def fail_return(
    *, returning: SuspenseReturn, reason: str, actor: Actor, now: datetime, entry: camt053.Entry | None = None
) -> None:
    """The bank would not pay it, or (with its `entry`) brought it back: the money stands in suspense again, and may be
    explained or sent back anew. In the caller's transaction, which holds the return.
    """
    returning.state, returning.reason = State.FAILED.value, reason[:200]
    returning.save(update_fields=["state", "reason"])
    if entry is not None:
        BankEntry.objects.filter(pk=returning.entry_id).update(effect="suspense")
        _book("suspense_came_back", returning, entry, now)
    _note("fail_return", returning, actor, now, {"reason": returning.reason})


def _book(name: str, returning: SuspenseReturn, entry: camt053.Entry, now: datetime) -> None:
    event = Event(name=name, amount=Money(returning.minor, entry.currency))
    book(event=event, reference=returning.number, on=entry.booked_on, now=now, memo=returning.why)


def _note(action: str, returning: SuspenseReturn, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    target = f"return:{returning.number}"
    audit.record(actor=actor, action=f"treasury.{action}", target=target, detail=detail, now=now)
