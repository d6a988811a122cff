"""Import the bank's statement of the single account."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.bulk.safe_xml import XmlRefused
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.domain.suspense_return import State
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import BankEntry, BankStatement, PaymentOrder, SuspenseReturn, SystemRefund
from madang.systems.treasury.usecases.book import book, columns_of, postings_of
from madang.systems.treasury.usecases.fault_words import faults_of
from madang.systems.treasury.usecases.move import lock, lock_all, require_limits
from madang.systems.treasury.usecases.one_call import call, recorded
from madang.systems.treasury.usecases.reconcile import clear_named, named_charge, note_confirmed
from madang.systems.treasury.usecases.refund_for_systems import fail_refund, settle_refund
from madang.systems.treasury.usecases.return_order import return_order
from madang.systems.treasury.usecases.return_suspense import fail_return, settle_return
from madang.systems.treasury.usecases.tell_claims import tell_paid, tell_returned


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
        orders, returns = _orders(statements), _returns(statements)
        for statement in statements:
            kept, known = _keep(statement, actor, now), _known(statement)
            for entry in statement.entries:
                effect = "known" if entry.reference in known else _take(kept, entry, orders, returns, actor, now)
                known.add(entry.reference)
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


def _known(statement: camt053.Statement) -> set[str]:
    """References of the statement that were booked before."""
    asked = [entry.reference for entry in statement.entries]
    found = BankEntry.objects.filter(account=statement.account, reference__in=asked)
    return set(found.values_list("reference", flat=True))


def _orders(statements: Sequence[camt053.Statement]) -> dict[str, PaymentOrder]:
    """The orders that the file names, by their numbers; locked with their lines, in one order for everybody, so that files of
    two accounts never wait for each other."""
    asked = [entry.end_to_end for one in statements for entry in one.entries if entry.end_to_end]
    found = PaymentOrder.objects.select_for_update(of=("self",)).select_related("obligation__commitment__line", "batch")
    orders = {one.number: one for one in found.filter(number__in=asked).order_by("pk")}
    lock_all(lines={one.obligation.commitment.line_id for one in orders.values()})
    return orders


Back = SuspenseReturn | SystemRefund


def _returns(statements: Sequence[camt053.Statement]) -> dict[str, Back]:
    """The returns out of suspense and the refunds of other systems that the file names, by their numbers; locked."""
    asked = [entry.end_to_end for one in statements for entry in one.entries if entry.end_to_end]
    found = SuspenseReturn.objects.select_for_update(of=("self",)).select_related("batch")
    refunds = SystemRefund.objects.select_for_update(of=("self",)).select_related("batch")
    back: dict[str, Back] = {one.number: one for one in found.filter(number__in=asked).order_by("pk")}
    return back | {one.number: one for one in refunds.filter(number__in=asked).order_by("pk")}


def _take(
    statement: BankStatement,
    entry: camt053.Entry,
    orders: Mapping[str, PaymentOrder],
    returns: Mapping[str, Back],
    actor: Actor,
    now: datetime,
) -> str:
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
        party_account=entry.party_account,
        reason=entry.reason,
        effect="suspense",
    )
    order = _order_of(entry, orders)
    if order is not None:
        kept.effect = _settle(order, entry, actor, now) if entry.minor < 0 else _return(order, entry, actor, now)
        kept.save(force_insert=True)
        return kept.effect
    back = _return_of(entry, returns)
    if back is not None:
        kept.effect = _send_back(back, entry, actor, now)
        kept.save(force_insert=True)
        return kept.effect
    return _keep_unknown(kept, entry, now)


def _keep_unknown(kept: BankEntry, entry: camt053.Entry, now: datetime) -> str:
    """What no order of ours explains: a charge that it names, else suspense."""
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


def _order_of(entry: camt053.Entry, orders: Mapping[str, PaymentOrder]) -> PaymentOrder | None:
    """The order that the entry pays or brings back; None where it is none of ours, or of another amount."""
    order = orders.get(entry.end_to_end) if entry.end_to_end else None
    if order is None or order.minor != abs(entry.minor) or order.batch.released_at is None:
        return None
    pays = entry.minor < 0 and order.state == "ordered"
    comes_back = entry.minor > 0 and entry.returned and order.state == "paid"
    return order if pays or comes_back else None


def _return_of(entry: camt053.Entry, returns: Mapping[str, Back]) -> Back | None:
    """The return that the entry pays or brings back; None where it is none of ours, or of another amount."""
    back = returns.get(entry.end_to_end) if entry.end_to_end else None
    if back is None or back.minor != abs(entry.minor) or back.batch is None or back.batch.released_at is None:
        return None
    pays = entry.minor < 0 and back.state == State.ORDERED
    comes_back = entry.minor > 0 and entry.returned and back.state == State.PAID
    return back if pays or comes_back else None


def _send_back(back: Back, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    if isinstance(back, SystemRefund):
        if entry.minor < 0:
            settle_refund(refund=back, entry=entry, actor=actor, now=now)
            return "paid"
        fail_refund(refund=back, reason=entry.reason, actor=actor, now=now, entry=entry)
        return "returned"
    if entry.minor < 0:
        settle_return(returning=back, entry=entry, actor=actor, now=now)
        return "sent_back"
    fail_return(returning=back, reason=entry.reason, actor=actor, now=now, entry=entry)
    return "returned"


def _settle(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    event, on, memo = _event("payment_booked", order, entry), entry.booked_on, order.obligation.commitment.purpose
    posted = postings_of(event=event, on=on)
    line = order.obligation.commitment.line

    def record() -> int:
        paid = (order.pk, line.pk, now, officer(actor), on, event.name, memo)
        return call("treasury_pay", *paid, *columns_of(made=posted))

    def refuse() -> None:
        require_limits(line=lock(line=line.pk), stage=Stage.PAYMENT, minor=order.minor)
        books.make_ready(day=on, codes={one.account for postings in posted.values() for one in postings})

    recorded(record=record, refuse=refuse, actor=actor)
    order.state, order.paid_on = "paid", on
    tell_paid(order=order, now=now)
    return "paid"


def _return(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    return_order(order=order, reason=entry.reason, actor=actor, now=now)
    event, memo = _event("payment_returned", order, entry), order.obligation.commitment.purpose
    book(event=event, reference=order.number, on=entry.booked_on, now=now, memo=memo)
    tell_returned(order=order, reason=entry.reason, now=now)
    return "returned"


def _event(name: str, order: PaymentOrder, entry: camt053.Entry) -> Event:
    line = order.obligation.commitment.line
    amount = Money(order.minor, entry.currency)
    return Event(name=name, amount=amount, fund=line.fund, coding=line.code, economic=line.economic)
