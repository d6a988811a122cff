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
from madang.systems.treasury.usecases.fault_words import faults_of
from madang.systems.treasury.usecases.move import lock, move
from madang.systems.treasury.usecases.permissions import officer
from madang.systems.treasury.usecases.reconcile import clear_named, named_charge, note_confirmed
from madang.systems.treasury.usecases.return_order import return_order


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
            kept = _keep(statement, actor, now)
            for entry in statement.entries:
                effect = _take(kept, entry, actor, now)
                effects[effect] = effects.get(effect, 0) + 1
        target = f"account:{account}"
        audit.record(actor=actor, action="treasury.import_statement", target=target, detail=effects, now=now)
    return effects


def _keep(statement: camt053.Statement, actor: Actor, now: datetime) -> BankStatement:
    """The statement's row; where it does not begin with the balance at which the one before ended, it says by how much."""
    mine = BankStatement.objects.filter(account=statement.account)
    known = mine.filter(number=statement.number).first()
    if known is not None:
        return known
    before = mine.exclude(closing=None).order_by("-closed_on", "-id").first()
    told = before is not None and before.closing is not None and statement.opening is not None
    return BankStatement.objects.create(
        account=statement.account,
        number=statement.number,
        opening=statement.opening,
        closing=statement.closing,
        closed_on=statement.closed_on,
        gap=(statement.opening or 0) - (before.closing or 0) if told and before else None,
        imported_at=now,
        imported_by=officer(actor),
    )


def _read(data: bytes, account: str) -> Sequence[camt053.Statement]:
    try:
        statements = camt053.parse(data=data, digits=pack().currency_digits)
    except (XmlRefused, camt053.StatementFaulty) as faulty:
        raise StatementRefused(faults=faults_of(found=faulty.faults, code="treasury.camt053")) from None
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
    kept = BankEntry(
        statement=statement,
        account=statement.account,
        reference=entry.reference,
        booked_on=entry.booked_on,
        minor=entry.minor,
        currency=entry.currency,
        end_to_end=entry.end_to_end,
        text=entry.text,
        party=entry.party,
        reason=entry.reason,
        effect="suspense",
    )
    order = _order_of(entry)
    if order is not None:
        kept.effect = _settle(order, entry, actor, now) if entry.minor < 0 else _return(order, entry, actor, now)
        kept.save(force_insert=True)
        return kept.effect
    charge = named_charge(entry=kept)
    if charge is not None and charge.state == "paid":
        # Its payment was booked when its member told it; the statement only confirms it.
        kept.effect = "confirmed"
        kept.save(force_insert=True)
        note_confirmed(entry=kept, charge=charge, now=now)
        return kept.effect
    kept.save(force_insert=True)
    name = "unknown_receipt" if entry.minor > 0 else "unknown_payment"
    amount = Money(abs(entry.minor), entry.currency)
    book(event=Event(name=name, amount=amount), reference=entry.reference, on=entry.booked_on, now=now, memo=entry.text)
    if charge is not None:
        clear_named(entry=kept, charge=charge, now=now)
        return "matched"
    return "suspense"


def _order_of(entry: camt053.Entry) -> PaymentOrder | None:
    """The order that the entry pays or brings back, locked; None where it is none of ours, or of another amount."""
    found = PaymentOrder.objects.select_for_update(of=("self",)).select_related("obligation__commitment", "batch")
    order = found.filter(number=entry.end_to_end).first() if entry.end_to_end else None
    if order is None or order.minor != abs(entry.minor) or order.batch.released_at is None:
        return None
    pays = entry.minor < 0 and order.state == "ordered"
    comes_back = entry.minor > 0 and entry.returned and order.state == "paid"
    return order if pays or comes_back else None


def _settle(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    line = lock(line=order.obligation.commitment.line_id)
    move(line=line, stage=Stage.PAYMENT, minor=order.minor, document=order.number, actor=actor, now=now)
    order.state, order.paid_on = "paid", entry.booked_on
    order.save(update_fields=["state", "paid_on"])
    _book_order("payment_booked", order, entry, now)
    return "paid"


def _return(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    return_order(order=order, reason=entry.reason, actor=actor, now=now)
    _book_order("payment_returned", order, entry, now)
    return "returned"


def _book_order(name: str, order: PaymentOrder, entry: camt053.Entry, now: datetime) -> None:
    line = order.obligation.commitment.line
    amount = Money(order.minor, entry.currency)
    event = Event(name=name, amount=amount, fund=line.fund, coding=line.code, economic=line.economic)
    book(event=event, reference=order.number, on=entry.booked_on, now=now, memo=order.obligation.commitment.purpose)
