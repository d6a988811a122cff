"""Import the bank's statement of the single account."""

from collections.abc import Iterator, Mapping, Sequence
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
from madang.framework.values import Fault
from madang.systems.treasury.domain.suspense_return import State
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import (
    BankEntry,
    BankStatement,
    PaymentBatch,
    PaymentOrder,
    SuspenseReturn,
    SystemRefund,
)
from madang.systems.treasury.usecases.book_entries import (
    StatementRefused,
    bank_entry,
    book_plain,
    order_drafts,
    unexplained_drafts,
)
from madang.systems.treasury.usecases.fault_words import faults_of
from madang.systems.treasury.usecases.move import lock_all
from madang.systems.treasury.usecases.reconcile import (
    charges_named,
    clear_named,
    named_charge,
    note_confirmed,
    words_of,
)
from madang.systems.treasury.usecases.refund_for_systems import fail_refund, settle_refund
from madang.systems.treasury.usecases.return_order import return_order
from madang.systems.treasury.usecases.return_suspense import fail_return, settle_return
from madang.systems.treasury.usecases.tell_claims import tell_returned


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
            fresh: list[camt053.Entry] = []
            for entry in statement.entries:
                if entry.reference not in known:
                    fresh.append(entry)
                    known.add(entry.reference)
            _count(effects, "known", len(statement.entries) - len(fresh))
            for effect in _take_all(kept, fresh, orders, returns, actor, now):
                _count(effects, effect, 1)
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
    found = PaymentOrder.objects.select_for_update(of=("self",)).select_related("obligation__commitment")
    orders = {one.number: one for one in found.filter(number__in=asked).order_by("pk")}
    # One object a line and a batch, however many orders of the file they have.
    lines = lock_all(lines={one.obligation.commitment.line_id for one in orders.values()})
    batches = PaymentBatch.objects.in_bulk({one.batch_id for one in orders.values()})
    for one in orders.values():
        one.obligation.commitment.line, one.batch = lines[one.obligation.commitment.line_id], batches[one.batch_id]
    return orders


Back = SuspenseReturn | SystemRefund


def _returns(statements: Sequence[camt053.Statement]) -> dict[str, Back]:
    """The returns out of suspense and the refunds of other systems that the file names, by their numbers; locked."""
    asked = [entry.end_to_end for one in statements for entry in one.entries if entry.end_to_end]
    found = SuspenseReturn.objects.select_for_update(of=("self",)).select_related("batch")
    refunds = SystemRefund.objects.select_for_update(of=("self",)).select_related("batch")
    back: dict[str, Back] = {one.number: one for one in found.filter(number__in=asked).order_by("pk")}
    return back | {one.number: one for one in refunds.filter(number__in=asked).order_by("pk")}


def _count(effects: dict[str, int], effect: str, more: int) -> None:
    if more:
        effects[effect] = effects.get(effect, 0) + more


def _take_all(
    statement: BankStatement,
    fresh: Sequence[camt053.Entry],
    orders: Mapping[str, PaymentOrder],
    returns: Mapping[str, Back],
    actor: Actor,
    now: datetime,
) -> Iterator[str]:
    """The effect of each entry that was not booked before. Payments of ours and what nothing explains are most of a file and
    go in one call, payments before what comes back; the others follow one by one."""
    paid, rest = _paying(fresh, orders)
    nobody = [entry for entry in rest if not _ours(entry, orders, returns)]
    named = charges_named(entries=[entry for entry in nobody if entry.minor > 0])
    unknown = [entry for entry in nobody if entry.minor < 0 or not named & words_of(entry=entry)]
    book_plain(statement=statement, paid=paid, unknown=unknown, actor=actor, now=now)
    yield from ["paid"] * len(paid) + ["suspense"] * len(unknown)
    plain = {entry.reference for entry in unknown}
    for entry in rest:
        if entry.reference not in plain:
            yield _take(statement, entry, orders, returns, actor, now)


def _paying(
    fresh: Sequence[camt053.Entry], orders: Mapping[str, PaymentOrder]
) -> tuple[list[tuple[PaymentOrder, camt053.Entry]], list[camt053.Entry]]:
    """The entries that pay an order of ours, each order once, and the others."""
    paid: dict[str, tuple[PaymentOrder, camt053.Entry]] = {}
    rest = []
    for entry in fresh:
        order = _order_of(entry, orders) if entry.minor < 0 else None
        if order is None or order.number in paid:
            rest.append(entry)
        else:
            paid[order.number] = (order, entry)
    return list(paid.values()), rest


def _ours(entry: camt053.Entry, orders: Mapping[str, PaymentOrder], returns: Mapping[str, Back]) -> bool:
    """Whether it names an order or a return of ours; then what it does is seen once the payments of the file are booked."""
    return entry.end_to_end in orders or entry.end_to_end in returns


def _take(
    statement: BankStatement,
    entry: camt053.Entry,
    orders: Mapping[str, PaymentOrder],
    returns: Mapping[str, Back],
    actor: Actor,
    now: datetime,
) -> str:
    kept = bank_entry(statement=statement, entry=entry, effect="suspense")
    order = _order_of(entry, orders)
    if order is not None:
        kept.effect = _return(order, entry, actor, now)
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
    books.post_all(drafts=unexplained_drafts(entry=entry), now=now)
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


def _return(order: PaymentOrder, entry: camt053.Entry, actor: Actor, now: datetime) -> str:
    return_order(order=order, reason=entry.reason, actor=actor, now=now)
    books.post_all(drafts=order_drafts(name="payment_returned", order=order, entry=entry), now=now)
    tell_returned(order=order, reason=entry.reason, now=now)
    return "returned"
