"""Move the money of a transfer that is decided."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.transfers import Kind
from madang.systems.treasury.models import BudgetLine, Commitment, Transfer
from madang.systems.treasury.usecases.move import lock_all, move
from madang.systems.treasury.usecases.open_line import DIMENSIONS, new_line


class OwnTransfer(Refusal):
    """Who asks does not decide."""

    code = "treasury.own_transfer"
    says = _("You asked for transfer {number} yourself. Another official of the budget office decides it.")


def decide_transfer(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """What the budget office's decision does, in its transaction. Raises OwnTransfer, LimitExceeded; then it stays
    undecided.
    """
    held = Transfer.objects.select_for_update().get(number=case.data["transfer"])
    if held.asked_by == officer(actor):
        raise OwnTransfer(number=held.number)
    if decision.outcome == Outcome.GRANTED:
        carry_out(transfer=held, actor=actor, now=now)
    else:
        _note(held, "refused", actor=actor, now=now)


def carry_out(*, transfer: Transfer, actor: Actor, now: datetime) -> Transfer:
    """Move the money: what is not yet let go first, then what is let go and not promised, which goes along as such.

    Raises LimitExceeded.
    """
    with transaction.atomic():
        if transfer.kind == Kind.CARRY_OVER:
            _carry_over(transfer, actor=actor, now=now)
        else:
            _move_across(transfer, actor=actor, now=now)
        return _note(transfer, "done", actor=actor, now=now)


def room_of(*, line: BudgetLine) -> int:
    """What of the line may move: neither promised nor frozen, and of this year's own appropriation."""
    return max(min(line.budget - line.committed - line.frozen, line.appropriated + line.transferred), 0)


def _move_across(transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    lines = lock_all(lines=[transfer.source_id, int(transfer.target_id or 0)])
    source, target = lines[transfer.source_id], lines[int(transfer.target_id or 0)]
    let_go = max(transfer.minor - (source.budget - source.allotted), 0)
    given: dict[str, Any] = {"document": transfer.number, "actor": actor, "now": now}
    if let_go:
        move(line=source, stage=Stage.ALLOTMENT, minor=-let_go, **given)
    move(line=source, stage=Stage.TRANSFER, minor=-transfer.minor, **given)
    move(line=target, stage=Stage.TRANSFER, minor=transfer.minor, **given)
    if let_go:
        move(line=target, stage=Stage.ALLOTMENT, minor=let_go, **given)


def _carry_over(transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    """In the next year the money counts as let go (in Korea National Finance Act art. 48 (5))."""
    target_id = _next_year(transfer).pk
    lines = lock_all(lines=[transfer.source_id, target_id])
    source, target = lines[transfer.source_id], lines[target_id]
    given: dict[str, Any] = {"document": transfer.number, "actor": actor, "now": now}
    promise = Commitment.objects.select_for_update().filter(number=transfer.commitment).first()
    if promise is not None:
        promise.released += transfer.minor
        promise.save(update_fields=["released"])
        move(line=source, stage=Stage.COMMITMENT, minor=-transfer.minor, **given)
    let_go = max(transfer.minor - (source.budget - source.allotted), 0)
    if let_go:
        move(line=source, stage=Stage.ALLOTMENT, minor=-let_go, **given)
    move(line=source, stage=Stage.CARRY_OVER, minor=-transfer.minor, **given)
    move(line=target, stage=Stage.CARRY_OVER, minor=transfer.minor, **given)
    move(line=target, stage=Stage.ALLOTMENT, minor=transfer.minor, **given)
    if promise is not None:
        _promise_again(promise, target, transfer, actor=actor, now=now)
    transfer.target = target


def _next_year(transfer: Transfer) -> BudgetLine:
    source = transfer.source
    codes = {name: str(getattr(source, name)) for name in DIMENSIONS}
    key = {name: code for name, code in codes.items() if name != "function"}
    found = BudgetLine.objects.filter(year=source.year + 1, **key).first()
    return found or new_line(year=source.year + 1, codes=codes, titles=source.titles)


def _promise_again(promise: Commitment, target: BudgetLine, transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    """The same promise to the same payee, on the line of the new year."""
    number = f"{promise.number}+{target.year}"
    move(line=target, stage=Stage.COMMITMENT, minor=transfer.minor, document=number, actor=actor, now=now)
    Commitment.objects.create(
        number=number,
        line=target,
        payee=promise.payee,
        account=promise.account,
        purpose=promise.purpose,
        minor=transfer.minor,
        committed_at=promise.committed_at,
        committed_by=promise.committed_by,
    )


def _note(transfer: Transfer, state: str, *, actor: Actor, now: datetime) -> Transfer:
    transfer.state, transfer.decided_at, transfer.decided_by = state, now, officer(actor)
    transfer.save()
    detail = {"minor": transfer.minor, "kind": transfer.kind}
    audit.record(
        actor=actor, action=f"treasury.transfer_{state}", target=f"transfer:{transfer.number}", detail=detail, now=now
    )
    return transfer
