"""What the state owes a taxpayer back: claimed, checked, set off against what is overdue, the rest paid out."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.money.usecases.repay import account_given
from madang.framework.values import Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.words import ReturnKind, Tax
from madang.systems.tax.models import Refund, Return, Taxpayer
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues import collection_law

FIRST = (ReturnKind.ORIGINAL.value, ReturnKind.LATE.value)


class NothingToRefund(Refusal):
    """The return brings nothing back."""

    code = "tax.refund.nothing"
    says = _("Return {number} brings no money back. A claim for correction may change that.")


class RefundClaimed(Refusal):
    """It was claimed before."""

    code = "tax.refund.claimed"
    says = _("What return {number} brings back was claimed before: refund {refund}. Nothing is paid twice.")


class AccountMissing(Refusal):
    """Nobody can be paid without an account."""

    code = "tax.refund.account_missing"
    says = _("The refund was not claimed. Say to which account it goes and who holds it.")
    status = 422


def claim_refund(*, filed: Return, account: str, holder: str, actor: Actor, now: datetime) -> Refund:
    """The taxpayer names the account for what a return brings back. Raises Forbidden, NothingToRefund, RefundClaimed,
    AccountMissing.
    """
    require(actor, "tax.file", permissions.of(filed.taxpayer.party))
    account, holder = account_given(account=account, holder=holder, missing=AccountMissing)
    if filed.kind not in FIRST or filed.payable_minor >= 0:
        raise NothingToRefund(number=filed.number)
    known = Refund.objects.filter(source=filed.number).first()
    if known is not None:
        raise RefundClaimed(number=filed.number, refund=known.number)
    try:
        with transaction.atomic():
            return open_refund(
                taxpayer=filed.taxpayer,
                tax=Tax(filed.tax),
                period=filed.period,
                source=filed.number,
                minor=-filed.payable_minor,
                actor=actor,
                now=now,
                account=account,
                holder=holder,
            )
    except IntegrityError:
        # Somebody else claimed it in this very moment.
        known = Refund.objects.get(source=filed.number)
        raise RefundClaimed(number=filed.number, refund=known.number) from None


def open_refund(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: str,
    source: str,
    minor: int,
    actor: Actor,
    now: datetime,
    account: str = "",
    holder: str = "",
) -> Refund:
    """A refund for a return or a decision, which a collector decides. One a source. In the caller's transaction."""
    today = timezone.localdate(now)
    made = Refund.objects.create(
        number=f"R{now:%Y}-{random_symbols(count=8)}",
        taxpayer=taxpayer,
        tax=tax.value,
        period=period,
        source=source,
        minor=minor,
        currency=pack().currency,
        account=account[:34],
        holder=holder[:140],
        claimed_at=now,
        due_on=today + timedelta(days=collection_law.number(name="refund_days", on=today)),
    )
    detail = {"source": source, "minor": minor}
    record(actor=actor, action="tax.open_refund", target=f"refund:{made.number}", detail=detail, now=now)
    return made
