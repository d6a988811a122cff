"""Import the bank's statement of the single account."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.formats.safe_xml import XmlRefused
from madang.systems.treasury.models import BankEntry, BankStatement, PaymentOrder
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.move import lock, move
from madang.systems.treasury.usecases.permissions import officer


class StatementRefused(Refusal):
    """The file has faults; nothing of it was booked."""

    code = "treasury.statement_refused"
    says = _("Nothing of the file was booked. Ask the bank for a file without these faults.")
    status = 422


def import_statement(*, data: bytes, account: str, actor: Actor, now: datetime) -> dict[str, int]:
    """Book what is new in a camt.053.001.08 file of our account, all of it or nothing; how many entries had which effect.

    An entry seen before, in this file or another, changes nothing. Raises Forbidden, StatementRefused, PeriodLocked.
    """
    require(actor, "treasury.pay")
    statements = _read(data, account)
    effects: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        # One import of an account at a time, so that the same file sent twice at once is booked once.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"treasury.statement:{account}"])
        for statement in statements:
            kept, _new = BankStatement.objects.get_or_create(
                account=account, number=statement.number, defaults={"imported_at": now, "imported_by": officer(actor)}
            )
            for entry in statement.entries:
                effect = _take(kept, entry, actor, now)
                effects[effect] = effects.get(effect, 0) + 1
        target = f"account:{account}"
        audit.record(actor=actor, action="treasury.import_statement", target=target, detail=effects, now=now)
    return effects


def _read(data: bytes, account: str) -> Sequence[camt053.Statement]:
    try:
        statements = camt053.parse(data=data, digits=pack().currency_digits)
    except XmlRefused as fault:
        raise StatementRefused(faults=(Fault("file", str(fault), "treasury.xml"),)) from None
    except camt053.StatementFaulty as faulty:
        found = tuple(Fault(place, says, "treasury.camt053") for place, says in faulty.faults)
        raise StatementRefused(faults=found) from None
    faults = [
        Fault(
            one.number,
            str(_("This is a statement of account {account}, which is not ours.")).format(account=one.account),
        )
        for one in statements
        if one.account != account
    ]
    faults += [
        Fault(entry.reference, str(_("The currency {currency} is not the account's.")).format(currency=entry.currency))
        for one in statements
        for entry in one.entries
        if entry.currency != pack().currency
    ]
    if faults:
        raise StatementRefused(faults=tuple(faults))
    return statements


def _take(statement: BankStatement, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    if BankEntry.objects.filter(account=statement.account, reference=entry.reference).exists():
        return "known"
    effect = _effect(entry, actor, now)
    BankEntry.objects.create(
        statement=statement,
        account=statement.account,
        reference=entry.reference,
        booked_on=entry.booked_on,
        minor=entry.minor,
        currency=entry.currency,
        end_to_end=entry.end_to_end,
        text=entry.text,
        effect=effect,
    )
    return effect


def _effect(entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    order = PaymentOrder.objects.filter(number=entry.end_to_end).select_related("obligation__commitment").first()
    if order is not None and order.minor == abs(entry.minor) and order.batch.released_at is not None:
        if entry.minor < 0 and order.state == "ordered":
            return _settle(order, entry, actor, now)
        if entry.minor > 0 and entry.returned and order.state == "paid":
            return _return(order, entry, actor, now)
    name = "unknown_receipt" if entry.minor > 0 else "unknown_payment"
    amount = Money(abs(entry.minor), entry.currency)
    book(event=Event(name=name, amount=amount), reference=entry.reference, on=entry.booked_on, now=now, memo=entry.text)
    return "suspense"


def _settle(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    line = lock(line=order.obligation.commitment.line_id)
    move(line=line, stage=Stage.PAYMENT, minor=order.minor, document=order.number, actor=actor, now=now)
    order.state, order.paid_on = "paid", entry.booked_on
    order.save(update_fields=["state", "paid_on"])
    _book_order("payment_booked", order, entry, now)
    return "paid"


def _return(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    line = lock(line=order.obligation.commitment.line_id)
    document = f"{order.number}/returned"
    move(line=line, stage=Stage.PAYMENT, minor=-order.minor, document=document, actor=actor, now=now)
    move(line=line, stage=Stage.ORDER, minor=-order.minor, document=document, actor=actor, now=now)
    order.state = "returned"
    order.save(update_fields=["state"])
    _book_order("payment_returned", order, entry, now)
    return "returned"


def _book_order(name: str, order: PaymentOrder, entry: camt053.Entry, now: datetime) -> None:
    line = order.obligation.commitment.line
    amount = Money(order.minor, entry.currency)
    event = Event(name=name, amount=amount, fund=line.fund, coding=line.code, economic=line.economic)
    book(event=event, reference=order.number, on=entry.booked_on, now=now, memo=order.obligation.commitment.purpose)
