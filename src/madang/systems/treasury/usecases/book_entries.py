"""What most entries of a bank's file do, all of them in one call: they pay our orders, or nothing explains them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.money import books
from madang.framework.money.models import LockedPeriod
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import BankEntry, BankStatement, PaymentOrder
from madang.systems.treasury.usecases.book import drafts_of
from madang.systems.treasury.usecases.move import lock_all, require_limits
from madang.systems.treasury.usecases.one_call import call_all, recorded
from madang.systems.treasury.usecases.tell_claims import tell_paid


class StatementRefused(Refusal):
    """The file has faults; nothing of it was booked."""

    code = "treasury.statement_refused"
    says = _("Nothing of the file was booked. Ask the bank for a file without these faults.")
    status = 422


def book_plain(
    *,
    statement: BankStatement,
    paid: Sequence[tuple[PaymentOrder, camt053.Entry]],
    unknown: Sequence[camt053.Entry],
    actor: Actor,
    now: datetime,
) -> None:
    """In the caller's transaction, which holds the orders and their lines: the orders are paid, the others stand in suspense.

    Raises StatementRefused with every entry of a locked day, LimitExceeded.
    """
    drafts = [one for order, entry in paid for one in order_drafts(name="payment_booked", order=order, entry=entry)] + [
        one for entry in unknown for one in unexplained_drafts(entry=entry)
    ]
    if not drafts:
        return

    def record() -> list[int]:
        orders, days = [order.pk for order, _entry in paid], [entry.booked_on for _order, entry in paid]
        return call_all("treasury_pay_all", orders, days, now, officer(actor), *books.columns(drafts=drafts))

    def refuse() -> None:
        _require_room(paid)
        _require_open([*(entry for _order, entry in paid), *unknown])
        codes = {posting.account for draft in drafts for posting in draft.postings}
        books.make_ready(days={draft.on for draft in drafts}, codes=codes)

    recorded(record=record, refuse=refuse, actor=actor)
    kept = [bank_entry(statement=statement, entry=entry, effect="paid") for _order, entry in paid]
    kept += [bank_entry(statement=statement, entry=entry, effect="suspense") for entry in unknown]
    BankEntry.objects.bulk_create(kept)
    for order, entry in paid:
        order.state, order.paid_on = "paid", entry.booked_on
        tell_paid(order=order, now=now)


def bank_entry(*, statement: BankStatement, entry: camt053.Entry, effect: str) -> BankEntry:
    """The entry as it is kept, not yet saved."""
    return BankEntry(
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
        effect=effect,
    )


def order_drafts(*, name: str, order: PaymentOrder, entry: camt053.Entry) -> list[books.Draft]:
    """What the books say of an order that the bank paid or brought back."""
    line, memo = order.obligation.commitment.line, order.obligation.commitment.purpose
    amount = Money(order.minor, entry.currency)
    event = Event(name=name, amount=amount, fund=line.fund, coding=line.code, economic=line.economic)
    return drafts_of(event=event, reference=order.number, on=entry.booked_on, memo=memo)


def unexplained_drafts(*, entry: camt053.Entry) -> list[books.Draft]:
    """What the books say of an entry that nothing explains."""
    name = "unknown_receipt" if entry.minor > 0 else "unknown_payment"
    event = Event(name=name, amount=Money(abs(entry.minor), entry.currency))
    return drafts_of(event=event, reference=entry.reference, on=entry.booked_on, memo=entry.text)


def _require_room(paid: Sequence[tuple[PaymentOrder, camt053.Entry]]) -> None:
    wanted: dict[int, int] = {}
    for order, _entry in paid:
        line = order.obligation.commitment.line_id
        wanted[line] = wanted.get(line, 0) + order.minor
    for key, held in lock_all(lines=wanted).items():
        require_limits(line=held, stage=Stage.PAYMENT, minor=wanted[key])


def _require_open(entries: Sequence[camt053.Entry]) -> None:
    days = {entry.booked_on for entry in entries}
    found = LockedPeriod.objects.filter(starts_on__lte=max(days), ends_on__gte=min(days))
    closed = [
        Fault(
            entry.reference,
            str(_("The books of {starts_on} to {ends_on} are locked, and the entry is of {day}.")).format(
                starts_on=written.day(one.starts_on), ends_on=written.day(one.ends_on), day=written.day(entry.booked_on)
            ),
            books.PeriodLocked.code,
        )
        for one in found
        for entry in entries
        if one.starts_on <= entry.booked_on <= one.ends_on
    ]
    if closed:
        raise StatementRefused(faults=tuple(closed))
