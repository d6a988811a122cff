"""Charge a party."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.money import accounts, books, numbers
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.progress import tell
from madang.framework.values import Fault, Money, Party, Refusal


class ChargeDiffers(Refusal):
    """The same thing was charged before, to another payer or at another amount."""

    code = "money.charge_differs"
    says = _("{reference} was already charged with another amount or payer. Cancel charge {number} first.")


class NegativeCharge(Refusal):
    """The state owes, not the payer: that is a refund."""

    code = "money.negative_charge"
    says = _("A charge cannot be less than nothing. Give money back with a refund.")
    status = 422


def charge(
    *,
    payer: Party,
    amount: Money,
    purpose: str,
    reference: str,
    account: str,
    now: datetime,
    actor: Actor,
    idempotency_key: str = "",
    titles: Mapping[str, str] | None = None,
    service: str = "",
) -> Charge:
    """Charge `payer` for what `reference` names, onto the revenue account `account`. Nothing to pay is noted as waived.

    The same `idempotency_key` (by default purpose and reference) gives the charge that it already made, so nobody is
    charged twice. `titles` says what it is for by language, `service` names the service for mandates.

    Raises ChargeDiffers, NegativeCharge, UnknownAccount.
    """
    if amount.minor < 0:
        raise NegativeCharge(faults=(Fault("amount", str(NegativeCharge.says), NegativeCharge.code),))
    accounts.find(account)
    key = idempotency_key or f"{purpose}:{reference}"

    known = Charge.objects.filter(idempotency_key=key).first()
    if known is None:
        made = _new_charge(payer=payer, amount=amount, now=now)
        made.purpose, made.titles, made.service = purpose, dict(titles or {}), service
        made.reference, made.account, made.idempotency_key = reference, account, key
        try:
            with transaction.atomic():
                return _record(made, actor=actor, now=now)
        except IntegrityError:
            # Somebody else made it in this very moment; theirs is ours.
            known = Charge.objects.get(idempotency_key=key)
    if (known.payer, known.amount) != (payer, amount):
        raise ChargeDiffers(reference=reference, number=known.number)
    return known


def _new_charge(*, payer: Party, amount: Money, now: datetime) -> Charge:
    return Charge(
        number=numbers.charge_number(),
        payer_kind=payer.kind.value,
        payer_key=payer.key,
        minor=amount.minor,
        currency=amount.currency,
        state=(ChargeState.OPEN if amount else ChargeState.WAIVED).value,
        charged_at=now,
        ended_at=None if amount else now,
    )


def _record(charge: Charge, *, actor: Actor, now: datetime) -> Charge:
    charge.save(force_insert=True)
    if charge.amount:
        postings = journal.charged(amount=charge.amount, revenue=charge.account)
        books.post(kind="charge", reference=charge.number, postings=postings, now=now, memo=charge.purpose)
        tell(charge=charge, now=now)
    record(
        actor=actor,
        action="money.charge",
        target=f"charge:{charge.number}",
        detail={"minor": charge.minor, "currency": charge.currency, "reference": charge.reference},
        now=now,
    )
    return charge
