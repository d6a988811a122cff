"""Commit, verify, release."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.notify.amounts import written
from madang.framework.values import Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.move import lock, move, require_amount
from madang.systems.treasury.usecases.permissions import officer


class AccountUnfit(Refusal):
    """The payee's account can not be one."""

    code = "treasury.account_unfit"
    says = _("The payee's account {account} is not a possible account number. Copy it from the payee's own papers.")
    status = 422


class OwnCommitment(Refusal):
    """Who committed does not verify."""

    code = "treasury.own_commitment"
    says = _("You made commitment {number} yourself. Another official of the unit verifies the claim.")


class BeyondCommitment(Refusal):
    """More than the commitment leaves."""

    code = "treasury.beyond_commitment"
    says = _("Commitment {number} leaves {left}, and this is {excess} more. Nothing was recorded.")


def is_iban(account: str) -> bool:
    """Whether it reads as an IBAN whose check digits hold."""
    return bool(iban.is_valid(account))


def _require_account(account: str) -> None:
    local = account.isascii() and account.isdigit() and 8 <= len(account) <= 20
    if not local and not is_iban(account):
        raise AccountUnfit(account=account[:40])


def commit(
    *, line: BudgetLine, payee: str, account: str, purpose: str, minor: int, actor: Actor, now: datetime
) -> Commitment:
    """Promise money of a line to a payee. Raises Forbidden, LimitExceeded, AmountUnfit, AccountUnfit."""
    require(actor, "treasury.spend", line.office)
    require_amount(minor=minor)
    _require_account(account)

    made = Commitment(number=f"C{line.year}-{random_symbols(count=10)}", payee=payee[:140], account=account)
    made.purpose, made.minor, made.committed_at, made.committed_by = purpose[:140], minor, now, officer(actor)
    with transaction.atomic():
        made.line = lock(line=line.pk)
        move(line=made.line, stage=Stage.COMMITMENT, minor=minor, document=made.number, actor=actor, now=now)
        made.save(force_insert=True)
        target = f"commitment:{made.number}"
        audit.record(actor=actor, action="treasury.commit", target=target, detail={"minor": minor}, now=now)
    return made


def verify(*, commitment: Commitment, invoice: str, minor: int, actor: Actor, now: datetime) -> Obligation:
    """A claim agrees with what was delivered: the state owes it. Raises OwnCommitment, BeyondCommitment, Forbidden."""
    require(actor, "treasury.spend", commitment.line.office)
    require_amount(minor=minor)
    with transaction.atomic():
        line = lock(line=commitment.line_id)
        held = Commitment.objects.select_for_update().get(pk=commitment.pk)
        if held.committed_by == officer(actor):
            raise OwnCommitment(number=held.number)
        _require_left(held, minor, line.currency)
        serial = held.obligations.count() + 1
        number = f"{held.number}-{serial}"
        move(line=line, stage=Stage.OBLIGATION, minor=minor, document=number, actor=actor, now=now)
        made = Obligation.objects.create(
            number=number,
            commitment=held,
            invoice=invoice[:64],
            minor=minor,
            verified_at=now,
            verified_by=officer(actor),
        )
        event = Event(
            name="obligation_verified",
            amount=Money(minor, line.currency),
            fund=line.fund,
            coding=line.code,
            economic=line.economic,
        )
        book(event=event, reference=number, on=timezone.localdate(now), now=now, memo=held.purpose)
        audit.record(actor=actor, action="treasury.verify", target=f"obligation:{number}", detail={}, now=now)
    return made


def release(*, commitment: Commitment, actor: Actor, now: datetime) -> int:
    """Give back to the line what the commitment does not need any more; how much. Raises Forbidden."""
    require(actor, "treasury.spend", commitment.line.office)
    with transaction.atomic():
        line = lock(line=commitment.line_id)
        held = Commitment.objects.select_for_update().get(pk=commitment.pk)
        left = held.minor - held.obligated - held.released
        if left:
            held.released += left
            held.save(update_fields=["released"])
            document = f"{held.number}/released"
            move(line=line, stage=Stage.COMMITMENT, minor=-left, document=document, actor=actor, now=now)
            target = f"commitment:{held.number}"
            audit.record(actor=actor, action="treasury.release", target=target, detail={"minor": left}, now=now)
    return left


def _require_left(held: Commitment, minor: int, currency: str) -> None:
    left = held.minor - held.obligated - held.released
    if minor > left:
        raise BeyondCommitment(
            number=held.number,
            left=written(Money(left, currency)),
            excess=written(Money(minor - left, currency)),
        )
