"""Invoices of the demonstration: the pack's businesses trade with each other since the year before. Amounts are generated."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from madang.exchange.own_businesses import businesses_of
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.law import next_working_day, pack
from madang.framework.values.months import add_months
from madang.systems.tax.domain.amendment import Change, Reason
from madang.systems.tax.domain.einvoicing import Draft, DraftLine, invoice_of
from madang.systems.tax.domain.invoice import InvoiceLine, Trader, VatCategory
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases.invoices import law
from madang.systems.tax.usecases.invoices.amend_invoice import amend_invoice
from madang.systems.tax.usecases.invoices.facts import from_json
from madang.systems.tax.usecases.invoices.find_party import PURPOSE, find_trader
from madang.systems.tax.usecases.invoices.record_invoices import Ready, record_invoices
from madang.systems.tax.usecases.invoices.transmit_invoices import transmit_invoices
from madang.systems.tax.usecases.name import SYSTEM

NOTE_KO, NOTE_EN = "시연용으로 생성한 거래", "Generated for the demonstration"
# Who sells what to whom: places among the pack's businesses, words, and the price of one in units of a thousand won.
TRADES = (
    (1, 0, "복합기 임대료", "Rent of a copier", 180),
    (2, 0, "복사용지", "Copy paper", 21),
    (2, 1, "사무용 토너", "Toner", 64),
    (0, 2, "매장 진열대", "Shop shelves", 95),
    (1, 2, "바코드 프린터", "Barcode printer", 240),
)
MONTHS = 22
AMENDED = (
    Reason.ERROR,
    Reason.CHANGE,
    Reason.RETURN,
    Reason.CANCELLATION,
    Reason.LETTER_OF_CREDIT,
    Reason.DUPLICATE,
    Reason.WRONG_PARTY,
)


def load_invoices_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many invoices there are then."""
    machine = system_actor(SYSTEM, language=pack().languages[0])
    traders = _traders(machine)
    if len(traders) < 3 or not pack().data("tax/amendments") or TaxInvoice.objects.exists():
        return TaxInvoice.objects.count()
    today = timezone.localdate(now)
    months = [add_months(day=today.replace(day=1), months=-back) for back in reversed(range(1, MONTHS + 1))]
    for place, month in enumerate(months):
        _month(traders, place, month, machine, now)
    _amend(traders, machine, now)
    transmit_invoices(actor=machine, now=now)
    _recent(traders, machine, now)
    return TaxInvoice.objects.count()


def _traders(machine: Actor) -> list[Trader]:
    """The pack's businesses, in its order, as the register knows them."""
    people = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
    found: list[Trader] = []
    for row in pack().data("demo").get("businesses", ()):
        owner = people[row["owner"]]
        for one in businesses_of(person=owner, system=SYSTEM, purpose=PURPOSE, actor=machine):
            trader = find_trader(number=one.number or "", actor=machine) if one.name == row["name"] else None
            if isinstance(trader, Trader):
                found.append(trader)
    return found


def _moment(day: date) -> datetime:
    """In the working hours of that day."""
    return datetime.combine(day, time(3, 0), tzinfo=UTC)


def _month(traders: list[Trader], place: int, month: date, machine: Actor, now: datetime) -> None:
    """Two or three sales of a month, issued in time but for one of them, and sent on the next working day."""
    for step in range(2 + place % 2):
        trade = (place * 2 + step) % len(TRADES)
        written_on = next_working_day(month + timedelta(days=3 + step * 8))
        # Once a year an invoice is issued, or sent on, too late.
        delay = 45 if (place, step) == (5, 0) else 2
        issued_on = next_working_day(written_on + timedelta(days=delay))
        with transaction.atomic():
            record_invoices(
                ready=[_ready(traders, trade, written_on, f"demo:{month:%Y%m}:{step}", 2 + (place + step) % 7)],
                actor=machine,
                now=min(_moment(issued_on), now),
            )
        if (place, step) != (8, 1):
            sent_on = next_working_day(issued_on + timedelta(days=1))
            transmit_invoices(actor=machine, now=min(_moment(sent_on), now))


def _ready(traders: list[Trader], trade: int, written_on: date, key: str, quantity: int) -> Ready:
    seller, buyer, korean, english, thousands = TRADES[trade]
    native = pack().languages[0] == "ko"
    draft = Draft(
        written_on=written_on,
        buyer=traders[buyer].legal_number,
        category=VatCategory.STANDARD,
        lines=(
            DraftLine(
                name=korean if native else english,
                quantity=Decimal(quantity),
                price=Decimal(thousands * 1000).scaleb(0 if pack().currency_digits == 0 else -1),
            ),
        ),
        note=NOTE_KO if native else NOTE_EN,
    )
    invoice = invoice_of(
        draft=draft,
        seller=traders[seller],
        buyer=traders[buyer],
        rate=law.numbering(on=written_on).rate,
        currency=pack().currency,
        digits=pack().currency_digits,
    )
    return Ready(invoice=invoice, key=key)


def _amend(traders: list[Trader], machine: Actor, now: datetime) -> None:
    """One of the later invoices for each reason."""
    today = timezone.localdate(now)
    later = list(TaxInvoice.objects.filter(part="").order_by("-written_on")[: len(AMENDED) * 2 : 2])
    for original, reason in zip(later, AMENDED, strict=False):
        happened_on = min(next_working_day(original.issued_on + timedelta(days=6)), today)
        rule = law.rules()[reason]
        last = law.last_day(rule=rule, supplied_on=original.written_on)
        if last is not None and happened_on > last:
            continue
        change = _change(reason, original, happened_on, traders)
        at = min(_moment(happened_on), now)
        amend_invoice(original=original, reason=reason, change=change, actor=machine, now=at)
        transmit_invoices(actor=machine, now=min(_moment(next_working_day(happened_on + timedelta(days=1))), now))


def _change(reason: Reason, original: TaxInvoice, happened_on: date, traders: list[Trader]) -> Change:
    line: InvoiceLine = from_json(facts=original.facts).lines[0]
    one = (replace(line, quantity=Decimal(1)),)
    third = next(one for one in traders if one.legal_number not in {original.seller, original.buyer})
    lines = {
        Reason.ERROR: (replace(line, quantity=line.quantity + 1),),
        Reason.CHANGE: (replace(line, quantity=Decimal(-1), price=line.price / 2),),
        Reason.RETURN: one,
        Reason.LETTER_OF_CREDIT: one,
    }
    buyer = third if reason is Reason.WRONG_PARTY else None
    return Change(happened_on=happened_on, lines=lines.get(reason, ()), buyer=buyer)


def _recent(traders: list[Trader], machine: Actor, now: datetime) -> None:
    """What was issued today waits for the night."""
    today = timezone.localdate(now)
    with transaction.atomic():
        record_invoices(
            ready=[_ready(traders, trade, today, f"demo:today:{trade}", 3) for trade in (0, 3)], actor=machine, now=now
        )
