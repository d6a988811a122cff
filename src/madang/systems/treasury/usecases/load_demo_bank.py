"""The demonstration's bank and books: batches with their orders, statements with their entries, revenue, and everything
posted by the country's rules. Generated, alike at every load.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.values import Money
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import BankEntry, BankStatement, Clearing, PaymentBatch, PaymentOrder
from madang.systems.treasury.usecases.book import postings_of
from madang.systems.treasury.usecases.load_demo_claims import BY, CHECKER, TREASURER, Claim, at, number_of, working_day

FIRST, SECOND = f"{BY}.first_approver", f"{BY}.second_approver"
# Revenue by class (GFSM 2014, table 5.1), of a hundred; together a little more than what the year may spend.
REVENUE = {"11": 88, "1422": 4, "143": 3, "144": 5}
REVENUE_DAY, MORE, CARRIED = 10, 103, 45
SURPLUS = "전년도 세계잉여금 (생성) / Surplus of the year before (generated)"
NOBODYS = "대금 / payment"
Row = tuple[object, ...]
STATEMENT = ("id", "account", "number", "opening", "closing", "closed_on", "gap", "imported_at", "imported_by")
ENTRY = (
    "id", "statement_id", "account", "reference", "booked_on", "minor", "currency", "end_to_end", "text", "party",
    "party_account", "reason", "effect",
)  # fmt: skip
CLEARING = (
    "entry_id", "kind", "target", "why", "proposed_at", "proposed_by", "accepted_at", "accepted_by", "four_eyes",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """An entry of the bank: an order of ours that it paid, revenue of a class, or money that nobody explained."""

    day: date
    minor: int
    party: str
    text: str
    order: str = ""
    revenue: str = ""
    account: str = ""
    reference: str = ""

    @property
    def effect(self) -> str:
        """What it did."""
        return "paid" if self.order else "cleared" if self.revenue else "suspense"


def load_bank(
    *,
    claims: Sequence[Claim],
    owed: Mapping[str, int],
    total: int,
    year: int,
    reached: date,
    now: datetime,
    balance: int,
) -> int:
    """The year's batches, statements and entries in the books; the balance with which the year ends."""
    paid = sorted((one for one in claims if one.paid), key=lambda one: (one.due, one.number))
    _batches(paid, owed)
    waiting = [one for one in claims if one.waits]
    if waiting:
        _waiting(waiting, owed, reached)
    entries = sorted([*_payments(paid), *_revenue(total, year, reached, balance)], key=lambda one: one.day)
    drafts = [*_of_claims(claims), *_of_funds(claims)]
    ends = _statements(entries, balance, drafts, now)
    books.post_many(drafts=drafts, now=now)
    return ends


def _batches(paid: Sequence[Claim], owed: Mapping[str, int]) -> None:
    """A batch for each day on which the bank paid."""
    by_day = [(day, list(group)) for day, group in groupby(paid, key=lambda one: one.due)]
    keys = reserve_ids(table=PaymentBatch, count=len(by_day))
    columns = [
        "id",
        "number",
        "currency",
        "prepared_at",
        "prepared_by",
        "first_approver",
        "second_approver",
        "released_at",
        "released_on",
        "sent_back_by",
        "sent_back_reason",
    ]
    copy_in(
        table=PaymentBatch,
        columns=columns,
        rows=(
            (key, f"B{day:%Y%m%d}-DEMO", pack().currency, at(day - timedelta(days=3)), TREASURER, FIRST, SECOND,
             at(day - timedelta(days=1), 16), day - timedelta(days=1), "", "")
            for key, (day, _group) in zip(keys, by_day, strict=True)
        ),
    )  # fmt: skip
    _orders([(key, one, "paid") for key, (_day, group) in zip(keys, by_day, strict=True) for one in group], owed)


def _waiting(claims: Sequence[Claim], owed: Mapping[str, int], reached: date) -> None:
    """A batch that waits for its approvers."""
    made = PaymentBatch.objects.create(
        number=f"B{reached:%Y%m%d}-DEMO2",
        currency=pack().currency,
        prepared_at=at(reached - timedelta(days=1)),
        prepared_by=TREASURER,
    )
    _orders([(made.pk, one, "ordered") for one in claims], owed)


def _orders(rows: Sequence[tuple[int, Claim, str]], owed: Mapping[str, int]) -> None:
    copy_in(
        table=PaymentOrder,
        columns=["number", "obligation_id", "batch_id", "minor", "state", "paid_on", "bank_says", "reason"],
        rows=(
            (one.order, owed[one.number], batch, one.minor, state, one.due if state == "paid" else None, "", "")
            for batch, one, state in rows
        ),
    )


def _payments(paid: Sequence[Claim]) -> Iterator[Booked]:
    for one in paid:
        yield Booked(day=one.due, minor=-one.minor, party=one.payee, text=one.purpose, order=one.order)


def _revenue(total: int, year: int, reached: date, balance: int) -> Iterator[Booked]:
    """Each month a transfer of each class, in the first year the surplus of the one before; in the running year also money that
    nobody explained yet."""
    titles = pack().data("treasury/revenue")["receipts"]
    language = pack().languages[0]
    if not balance:
        yield Booked(
            day=working_day(date(year, 1, 2)), minor=total * CARRIED // 100, party="", text=SURPLUS, revenue="144"
        )
    for month in range(1, 13):
        day = working_day(date(year, month, REVENUE_DAY))
        for code, part in REVENUE.items():
            minor = total * MORE * part // 120_000
            minor += minor * number_of(f"revenue{year}{month}{code}", 11) // 100 - number_of(
                f"odd{year}{month}{code}", 9999
            )
            text = str(titles[code].get(language) or titles[code]["en"])
            if day <= reached and minor > 0:
                yield Booked(day=day, minor=minor, party="", text=f"{text} {year}-{month:02d}", revenue=code)
    nobodys = working_day(reached - timedelta(days=6))
    if reached < date(year, 12, 31) and nobodys <= reached and nobodys.year == year:
        told = pack().data("treasury/demo_budget")
        party = told["payees"][0]
        yield Booked(
            day=nobodys,
            minor=1_234_500,
            party=str(party.get(language) or party["en"]),
            text=NOBODYS,
            account="90000000001",
        )


def _statements(entries: Sequence[Booked], balance: int, drafts: list[books.Draft], now: datetime) -> int:
    """A statement for each day on which something was booked, its entries, and what an officer said of revenue."""
    account = str(pack().data("treasury/bank_accounts")["single_account"])
    days = [(day, list(group)) for day, group in groupby(entries, key=lambda one: one.day)]
    statements: list[Row] = []
    rows: list[Row] = []
    said: list[Row] = []
    entry_keys = iter(reserve_ids(table=BankEntry, count=len(entries)))
    for key, (day, group) in zip(reserve_ids(table=BankStatement, count=len(days)), days, strict=True):
        opening, balance = balance, balance + sum(one.minor for one in group)
        told = at(day + timedelta(days=1), 8)
        statements.append((key, account, f"S{day:%Y%m%d}-DEMO", opening, balance, day, 0, told, TREASURER))
        for place, one in enumerate(group, 1):
            number, entry = f"K{day:%Y%m%d}{place:05d}", next(entry_keys)
            rows.append(
                (entry, key, account, number, day, one.minor, pack().currency, one.order, one.text[:140], one.party,
                 one.account, "", one.effect)
            )  # fmt: skip
            if one.revenue:
                said.append(
                    (entry, "revenue", one.revenue, one.text[:200], at(day, 10), TREASURER, at(day, 15), CHECKER, True)
                )
            drafts += _of_receipt(one, number) if not one.order else ()
    copy_in(table=BankStatement, columns=STATEMENT, rows=statements)
    copy_in(table=BankEntry, columns=ENTRY, rows=rows)
    copy_in(table=Clearing, columns=CLEARING, rows=said)
    return balance


def _of_claims(claims: Sequence[Claim]) -> Iterator[books.Draft]:
    for one in claims:
        if one.verified is not None:
            yield from _drafts(_spent("obligation_verified", one), one.number, one.verified, one.purpose)
        if one.paid:
            yield from _drafts(_spent("payment_booked", one), one.order, one.due, one.purpose)


def _spent(name: str, one: Claim) -> Event:
    line, amount = one.line, Money(one.minor, pack().currency)
    return Event(name=name, amount=amount, fund=line.fund, coding=line.code, economic=line.economic)


def _of_funds(claims: Sequence[Claim]) -> Iterator[books.Draft]:
    """What the general fund gives the others each day on which they pay."""
    sums: dict[tuple[str, date], int] = {}
    for one in claims:
        if one.paid and one.line.fund:
            sums[one.line.fund, one.due] = sums.get((one.line.fund, one.due), 0) + one.minor
    for (fund, day), minor in sorted(sums.items()):
        for name in ("fund_transfer", "fund_transfer_paid"):
            event = Event(name=name, amount=Money(minor, pack().currency), other_fund=fund)
            yield from _drafts(event, f"T{day:%Y%m%d}-{fund}"[:100], day, fund)


def _of_receipt(one: Booked, reference: str) -> Iterator[books.Draft]:
    amount = Money(one.minor, pack().currency)
    yield from _drafts(Event(name="unknown_receipt", amount=amount), reference, one.day, one.text)
    if one.revenue:
        coding = f"revenue/{one.revenue}"
        cleared = Event(name="receipt_cleared", amount=amount, economic=one.revenue, coding=coding)
        yield from _drafts(cleared, reference, one.day, one.text)


def _drafts(event: Event, reference: str, on: date, memo: str) -> Iterator[books.Draft]:
    for book, postings in postings_of(event=event, on=on).items():
        yield books.Draft(kind=event.name, reference=reference, postings=postings, on=on, book=book, memo=memo)
