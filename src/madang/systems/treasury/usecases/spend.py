"""Commit, verify, release."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.accounts import Judged, judge, names_agree
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation
from madang.systems.treasury.usecases.book import columns_of, postings_of
from madang.systems.treasury.usecases.move import lock, move, require_amount, require_limits
from madang.systems.treasury.usecases.one_call import call, recorded
from madang.systems.treasury.usecases.permissions import who


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


class InvoiceClaimed(Refusal):
    """An invoice is claimed once."""

    code = "treasury.invoice_claimed"
    says = _("Invoice {invoice} of commitment {number} is claimed already. Nothing was recorded.")


class HolderDiffers(Refusal):
    """The account is said to be somebody else's."""

    code = "treasury.holder_differs"
    says = _(
        "The account's holder is given as {holder}, and the payee is {payee}. Ask the payee for an account of their own."
    )
    status = 422


class OrderLives(Refusal):
    """An account is not changed under an order."""

    code = "treasury.order_lives"
    says = _(
        "A claim of commitment {number} is ordered for payment, so its account stays as it is until the bank answers."
    )


def is_iban(account: str) -> bool:
    """Whether it reads as an IBAN whose check digits hold."""
    return bool(iban.is_valid(account))


def judged(account: str) -> Judged | None:
    """What the pack's banks say of the account; None where it can be none."""
    return judge(account=account, banks=pack().data("treasury/bank_accounts")["banks"])


def require_account(*, account: str, payee: str, holder: str) -> None:
    """Whether it can be an account, and of this payee, where its holder is known. Raises AccountUnfit, HolderDiffers."""
    if judged(account) is None:
        says = str(AccountUnfit.says).format(account=account[:40])
        raise AccountUnfit(account=account[:40], faults=(Fault("account", says, AccountUnfit.code),))
    if holder.strip() and not names_agree(payee=payee, holder=holder):
        says = str(HolderDiffers.says).format(holder=holder[:140], payee=payee[:140])
        raise HolderDiffers(holder=holder[:140], payee=payee[:140], faults=(Fault("holder", says, HolderDiffers.code),))


def commit(
    *,
    line: BudgetLine,
    payee: str,
    account: str,
    purpose: str,
    minor: int,
    actor: Actor,
    now: datetime,
    holder: str = "",
    by: str = "",
) -> Commitment:
    """Promise money of a line to a payee. `holder` is whom the bank or the papers name as the account's holder; `by` is who
    promises it in the system that asks.

    Raises Forbidden, LimitExceeded, AmountUnfit, AccountUnfit, HolderDiffers.
    """
    require(actor, "treasury.spend", line.office)
    require_amount(minor=minor)
    require_account(account=account, payee=payee, holder=holder)

    made = Commitment(number=f"C{line.year}-{random_symbols(count=10)}", payee=payee[:140], account=account)
    made.purpose, made.minor, made.committed_at, made.committed_by = purpose[:140], minor, now, who(actor, by)
    made.line = line

    def record() -> int:
        target = f"commitment:{made.number}"
        said = audit.content_of(actor=actor, action="treasury.commit", target=target, detail={"minor": minor}, now=now)
        promise = (made.number, line.pk, made.payee, account, made.purpose, minor, now, made.committed_by)
        return call("treasury_commit", *promise, said)

    made.pk = recorded(
        record=record,
        refuse=lambda: require_limits(line=lock(line=line.pk), stage=Stage.COMMITMENT, minor=minor),
        actor=actor,
    )
    made._state.adding = False
    return made


def correct_account(*, commitment: Commitment, account: str, holder: str, actor: Actor, now: datetime) -> None:
    """Another account of the same payee, where the bank would not pay to the first. The trail keeps both; who corrects it
    verifies no claim of it afterwards. Raises Forbidden, AccountUnfit, HolderDiffers, OrderLives.
    """
    require(actor, "treasury.spend", commitment.line.office)
    require_account(account=account, payee=commitment.payee, holder=holder)
    with transaction.atomic():
        held = Commitment.objects.select_for_update().get(pk=commitment.pk)
        if held.obligations.filter(orders__state="ordered").exists():
            raise OrderLives(number=held.number)
        detail = {"from": held.account, "to": account}
        held.account, held.committed_by = account, officer(actor)
        held.save(update_fields=["account", "committed_by"])
        target = f"commitment:{held.number}"
        audit.record(actor=actor, action="treasury.correct_account", target=target, detail=detail, now=now)


def verify(
    *,
    commitment: Commitment,
    invoice: str,
    minor: int,
    actor: Actor,
    now: datetime,
    due_on: date | None = None,
    by: str = "",
) -> Obligation:
    """A claim agrees with what was delivered: the state owes it. `by` is who accepted it in the system that asks.

    Raises OwnCommitment, BeyondCommitment, InvoiceClaimed, Forbidden.
    """
    line = commitment.line
    require(actor, "treasury.spend", line.office)
    require_amount(minor=minor)
    on = timezone.localdate(now)
    posted = postings_of(event=owed(line=line, minor=minor), on=on)
    made = Obligation(commitment=commitment, invoice=invoice[:64], minor=minor, due_on=due_on)
    made.verified_at, made.verified_by = now, who(actor, by)

    # Most commitments have one claim; where another came in between, the number is taken and `refuse` counts them.
    serial = commitment.obligations.count() + 1 if commitment.obligated else 1

    def record() -> int:
        made.number = f"{commitment.number}-{serial}"
        target = f"obligation:{made.number}"
        said = audit.content_of(actor=actor, action="treasury.verify", target=target, detail={}, now=now)
        claim = (made.number, commitment.pk, line.pk, made.invoice, minor, due_on, now, made.verified_by, said)
        return call("treasury_verify", *claim, on, VERIFIED, commitment.purpose, *columns_of(made=posted))

    def refuse() -> None:
        nonlocal serial
        serial = _refuse_claim(made, line.pk)
        books.make_ready(days={on}, codes={one.account for postings in posted.values() for one in postings})

    made.pk = recorded(record=record, refuse=refuse, actor=actor)
    made._state.adding = False
    return made


VERIFIED = "obligation_verified"


def owed(*, line: BudgetLine, minor: int) -> Event:
    """A verified claim, for the posting rules."""
    amount = Money(minor, line.currency)
    return Event(name=VERIFIED, amount=amount, fund=line.fund, coding=line.code, economic=line.economic)


def _refuse_claim(made: Obligation, line: int) -> int:
    """Holds the line and the commitment and says why the claim does not fit; else its serial."""
    held_line = lock(line=line)
    held = Commitment.objects.select_for_update().get(pk=made.commitment_id)
    if held.committed_by == made.verified_by:
        raise OwnCommitment(number=held.number)
    if held.obligations.filter(invoice=made.invoice).exists():
        raise InvoiceClaimed(invoice=made.invoice, number=held.number)
    require_left(
        number=held.number,
        left=held.minor - held.obligated - held.released,
        minor=made.minor,
        currency=held_line.currency,
    )
    require_limits(line=held_line, stage=Stage.OBLIGATION, minor=made.minor)
    return held.obligations.count() + 1


def release(*, commitment: Commitment, actor: Actor, now: datetime, reason: str = "") -> int:
    """Give back to the line what the commitment does not need any more; how much. `reason` is what a system says that asks.

    Raises Forbidden.
    """
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
            detail = {"minor": left, "reason": reason[:200]} if reason else {"minor": left}
            audit.record(actor=actor, action="treasury.release", target=target, detail=detail, now=now)
    return left


def require_left(*, number: str, left: int, minor: int, currency: str) -> None:
    """Raises BeyondCommitment."""
    if minor > left:
        raise BeyondCommitment(
            number=number,
            left=written(Money(left, currency)),
            excess=written(Money(minor - left, currency)),
        )
