"""Charge a party."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from madang.framework.audit import content_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is to be charged, as `charge` takes it."""

    payer: Party
    amount: Money
    purpose: str
    titles: Mapping[str, str]
    reference: str
    account: str
    service: str


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
    owed = Owed(
        payer=payer,
        amount=amount,
        purpose=purpose,
        titles=titles or {},
        reference=reference,
        account=account,
        service=service,
    )
    made = new_charge(owed=owed, now=now)
    made.idempotency_key = idempotency_key or made.idempotency_key
    if _recorded(made, actor=actor, now=now):
        return made
    known = Charge.objects.get(idempotency_key=made.idempotency_key)
    if (known.payer, known.amount) != (payer, amount):
        raise ChargeDiffers(reference=reference, number=known.number)
    return known


def new_charge(*, owed: Owed, now: datetime) -> Charge:
    """The charge for it, with a number of its own and not kept yet."""
    return Charge(
        number=numbers.charge_number(),
        payer_kind=owed.payer.kind.value,
        payer_key=owed.payer.key,
        minor=owed.amount.minor,
        currency=owed.amount.currency,
        purpose=owed.purpose,
        titles=dict(owed.titles),
        service=owed.service,
        reference=owed.reference,
        account=owed.account,
        idempotency_key=f"{owed.purpose}:{owed.reference}",
        state=(ChargeState.OPEN if owed.amount else ChargeState.WAIVED).value,
        charged_at=now,
        ended_at=None if owed.amount else now,
    )


def _recorded(charge: Charge, *, actor: Actor, now: datetime) -> bool:
    """Whether the charge was made: row, entry, link in the trail and events; not where its key was charged before."""
    # A mandate's use is noted beside the entry in the trail; what was charged before is no use of it.
    if actor.acting_for and Charge.objects.filter(idempotency_key=charge.idempotency_key).exists():
        return False
    on = timezone.localdate(now)
    postings = journal.charged(amount=charge.amount, revenue=charge.account) if charge.minor else ()
    # What breaks in here leaves nothing that the caller's transaction could go on with: no savepoint.
    with transaction.atomic(savepoint=False):
        values = values_of(charge=charge, postings=postings, on=on, actor=actor, now=now)
        key = _written(values)
        if key is not None and key <= 0:
            books.make_ready(days={on}, codes={one.account for one in postings})
            key = _written(values)
        if key is None:
            return False
        charge.pk = key
        charge._state.adding = False
        if charge.minor:
            tell(charge=charge, now=now)
    return True


CHARGE = """
SELECT money_charge_once(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s::bigint[], %s)
"""


def _written(values: tuple[Any, ...]) -> int | None:
    """The new row's key; nothing where the key was charged before, 0 or less where the books are not ready."""
    with connection.cursor() as cursor:
        cursor.execute(CHARGE, values)
        key: int | None = cursor.fetchone()[0]
    return key


def values_of(
    *, charge: Charge, postings: tuple[journal.Posting, ...], on: date, actor: Actor, now: datetime
) -> tuple[Any, ...]:
    """What the database's function is given."""
    if postings:
        journal.check(postings=postings)
    detail = {"minor": charge.minor, "currency": charge.currency, "reference": charge.reference}
    target = f"charge:{charge.number}"
    return (
        *(charge.number, charge.payer_kind, charge.payer_key, charge.minor, charge.currency, charge.purpose),
        *(Jsonb(charge.titles), charge.reference, charge.account, charge.service, charge.idempotency_key),
        *(charge.state, charge.charged_at, charge.ended_at, on),
        [one.account for one in postings],
        [one.amount.minor for one in postings],
        content_of(actor=actor, action="money.charge", target=target, detail=detail, now=now),
    )
