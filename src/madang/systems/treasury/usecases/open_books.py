"""Open the books of a first adoption: one official prepares the balances, another books them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from babel.core import get_global
from babel.numbers import get_currency_precision
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.money.domain.journal import ACCRUAL, CASH, Posting
from madang.framework.money.models import Entry, LockedPeriod
from madang.framework.storage.storing import store
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.chart import Account
from madang.systems.treasury.domain.classification import Dimension, Problem
from madang.systems.treasury.domain.opening import Balance, book_of, problems
from madang.systems.treasury.formats.opening_balances import read
from madang.systems.treasury.models import OpeningBalance
from madang.systems.treasury.usecases.accounting_rules import all_accounts, year_days
from madang.systems.treasury.usecases.classify import TABLE_SAYS, titles_of

KIND, REFERENCE = "opening", "first adoption"
LARGEST = 2 * 1024 * 1024
MOST_FAULTS = 500
BOOKS = {ACCRUAL: _("accrual book"), CASH: _("cash book")}
GENERAL, PLACED = _("General account"), _("Line {line}: {says}")
SAYS = {
    **TABLE_SAYS,
    "empty": _("The file tells no balance."),
    "currency_unknown": _("'{currency}' is no currency code of ISO 4217."),
    "one_side": _("Each line has either a debit or a credit."),
    "amount_unfit": _("'{amount}' is no amount above nothing with at most {digits} decimals."),
    "account_unknown": _("The chart has no account '{account}'."),
    "temporary": _(
        "'{account}' is revenue or expense, which begins each year at nothing; its sum belongs to net assets."
    ),
    "not_monetary": _("'{account}' is no money, so it stands in {home} at the rate of its day."),
    "fund_unknown": _("The classification has no fund '{fund}'."),
    "twice": _("'{account}' stands twice for the same fund and currency; see also line {other}."),
    "unbalanced": _("{book}, {fund}, {currency}: debits exceed credits by {amount}. They must be equal."),
    "unbalanced_credit": _("{book}, {fund}, {currency}: credits exceed debits by {amount}. They must be equal."),
    "cash_differs": _("{fund}, {currency}: the accrual book has {accrual} at the bank and the cash book {cash}."),
    "closed": _("The books of {starts_on} to {ends_on} are closed, and the balances belong on {day}."),
    "adopted": _("The books were opened on {day} already. A later finding is corrected by an entry of an open year."),
    "in_use": _("The books have entries of {day} or before, which opening balances would count twice."),
    "year_unfit": _("The first fiscal year is between 2000 and this one."),
}


class OpeningFaulty(Refusal):
    """The balances cannot open the books."""

    code = "treasury.opening_faulty"
    says = _(
        "The opening balances were refused as a whole. They have {count} faults; correct them and send the file again."
    )
    status = 422


class OpeningSettled(Refusal):
    """Booked or withdrawn."""

    code = "treasury.opening_settled"
    says = _("These balances are booked or withdrawn already. Send a new file where something is still to be opened.")


class OwnOpening(Refusal):
    """The same official prepared them."""

    code = "treasury.own_opening"
    says = _("You prepared these balances, so another accountant books them.")


def prepare_opening(*, data: bytes, name: str, year: int, actor: Actor, now: datetime) -> OpeningBalance:
    """Take in the balances with which the books of `year` begin, as they stood on the day before. Nothing is booked yet.

    Raises Forbidden, OpeningFaulty, and what the storage refuses.
    """
    require(actor, "treasury.close")
    balances, found = read(data=data, digits=_digits)
    if not 2000 <= year <= timezone.localdate(now).year:
        raise _refusal([*found, Problem("year_unfit", "year")])
    day = year_days(year=year)[0] - timedelta(days=1)
    found += [*_problems(balances, year), *_in_the_way(day)]
    if found:
        raise _refusal(found)
    with transaction.atomic():
        blob = store(data, name=name, allowed=frozenset({"text/csv"}), limit=LARGEST, now=now)
        made = OpeningBalance.objects.create(
            year=year,
            on=day,
            name=name[:200],
            document=blob,
            rows=[[one.account, one.fund, one.currency, one.minor] for one in balances],
            prepared_at=now,
            prepared_by=officer(actor),
        )
        detail = {"rows": len(balances), "sha256": blob.sha256}
        audit.record(
            actor=actor, action="treasury.prepare_opening", target=f"opening:{made.pk}", detail=detail, now=now
        )
    return made


def book_opening(*, opening: OpeningBalance, actor: Actor, now: datetime) -> OpeningBalance:
    """Post the balances on their day, one entry a book. Judged once more: the chart, the funds and the books may have changed.

    Raises Forbidden, OwnOpening, OpeningSettled, OpeningFaulty.
    """
    require(actor, "treasury.close")
    with transaction.atomic(), connection.cursor() as cursor:
        # As in the closing of a year: nobody posts meanwhile, so nothing slips in before the opening.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('money.period'))")
        held = _open(opening)
        if held.prepared_by == officer(actor):
            raise OwnOpening
        balances = balances_of(opening=held)
        found = [*_problems(balances, held.year), *_in_the_way(held.on)]
        if found:
            raise _refusal(found)
        _post(held, balances, now)
        held.booked_at, held.booked_by = now, officer(actor)
        held.save(update_fields=["booked_at", "booked_by"])
        detail = {"sha256": held.document_id}
        audit.record(actor=actor, action="treasury.book_opening", target=f"opening:{held.pk}", detail=detail, now=now)
    return held


def withdraw_opening(*, opening: OpeningBalance, actor: Actor, now: datetime) -> OpeningBalance:
    """Take back balances that are not booked; the document stays. Raises Forbidden, OpeningSettled."""
    require(actor, "treasury.close")
    with transaction.atomic():
        held = _open(opening)
        held.withdrawn_at, held.withdrawn_by = now, officer(actor)
        held.save(update_fields=["withdrawn_at", "withdrawn_by"])
        target = f"opening:{held.pk}"
        audit.record(actor=actor, action="treasury.withdraw_opening", target=target, detail={}, now=now)
    return held


def balances_of(*, opening: OpeningBalance) -> list[Balance]:
    """The balances as they were sent."""
    return [
        Balance(account=account, fund=fund, currency=currency, minor=minor, place=str(place))
        for place, (account, fund, currency, minor) in enumerate(opening.rows, start=2)
    ]


def _open(opening: OpeningBalance) -> OpeningBalance:
    held = OpeningBalance.objects.select_for_update().get(pk=opening.pk)
    if held.booked_at or held.withdrawn_at:
        raise OpeningSettled
    return held


def _post(held: OpeningBalance, balances: Iterable[Balance], now: datetime) -> None:
    chart = all_accounts()
    by_book: dict[str, list[Posting]] = {}
    for one in balances:
        posting = Posting(one.account, Money(one.minor, one.currency), one.fund)
        by_book.setdefault(book_of(account=chart[one.account]), []).append(posting)
    memo = f"{held.name[:100]} sha256:{held.document_id}"
    drafts = [
        books.Draft(kind=KIND, reference=REFERENCE, postings=tuple(postings), on=held.on, book=book, memo=memo)
        for book, postings in by_book.items()
    ]
    books.post_all(drafts=drafts, now=now)


def _digits(currency: str) -> int | None:
    if currency == pack().currency:
        return int(pack().currency_digits)
    return get_currency_precision(currency) if currency in get_global("all_currencies") else None


def _problems(balances: list[Balance], year: int) -> list[Problem]:
    chart = all_accounts()

    def account(code: str) -> Account | None:
        return chart.get(code)

    funds = titles_of(dimension=Dimension.FUND, year=year)
    return list(problems(balances=balances, account=account, funds=funds, home=pack().currency))


def _in_the_way(day: date) -> list[Problem]:
    """What of the books themselves forbids an opening on that day."""
    found = []
    before = Entry.objects.filter(kind=KIND).first()
    if before is not None:
        found.append(Problem("adopted", "", {"day": before.booked_on}))
    elif Entry.objects.filter(booked_on__lte=day).exists():
        found.append(Problem("in_use", "", {"day": day}))
    for period in LockedPeriod.objects.filter(starts_on__lte=day, ends_on__gte=day):
        days = {"starts_on": period.starts_on, "ends_on": period.ends_on, "day": day}
        found.append(Problem("closed", "", days))
    return found


def _refusal(found: list[Problem]) -> OpeningFaulty:
    faults = tuple(Fault(one.place, _sentence(one), f"{OpeningFaulty.code}.{one.what}") for one in found[:MOST_FAULTS])
    return OpeningFaulty(count=len(found), faults=faults)


def _sentence(one: Problem) -> str:
    """The fault in the reader's language, its amounts, days and names as people read them."""
    values: dict[str, Any] = {
        key: written.day(value) if isinstance(value, date) else value for key, value in one.values.items()
    }
    what = one.what
    if what in ("unbalanced", "cash_differs"):
        values["fund"] = values["fund"] or str(GENERAL)
        for name in {"minor", "accrual", "cash"} & set(values):
            values[name] = written.money(Money(values[name], values["currency"]))
    if what == "unbalanced":
        more = Money(int(str(one.values["minor"])), values["currency"])
        what = "unbalanced" if more.minor > 0 else "unbalanced_credit"
        values["book"], values["amount"] = BOOKS[values["book"]], written.money(more if more.minor > 0 else -more)
    says = str(SAYS[what]).format(**values)
    return str(PLACED).format(line=one.place, says=says) if one.place.isdigit() else says
