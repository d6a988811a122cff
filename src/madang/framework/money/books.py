"""Posting to the journal and reading it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.bulk.calls import call, number_array, text_array
from madang.framework.bulk.copying import measure_load
from madang.framework.money import accounts
from madang.framework.money.domain.journal import ACCRUAL, Posting, check
from madang.framework.money.domain.periods import days_between
from madang.framework.money.models import Entry, LedgerAccount, Line, LockedPeriod
from madang.framework.values import Money, Refusal


class PeriodLocked(Refusal):
    """The day lies in a period whose books are locked."""

    code = "money.period_locked"
    says = _(
        "The books of {starts_on} to {ends_on} are locked, so nothing can be posted on {day}. Post it on a later day."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be posted: its book and day, what happened to what, and its postings."""

    kind: str
    reference: str
    postings: tuple[Posting, ...]
    on: date
    book: str = ACCRUAL
    memo: str = ""


def post(
    *,
    kind: str,
    reference: str,
    postings: tuple[Posting, ...],
    now: datetime,
    memo: str = "",
    on: date | None = None,
    book: str = ACCRUAL,
) -> int:
    """Write a balanced entry in the caller's transaction and answer its key; it counts `on` that day, by default today's.

    Raises Unbalanced, UnknownAccount, PeriodLocked; the same `kind` and `reference` twice in a book is an IntegrityError.
    """
    day = on or timezone.localdate(now)
    draft = Draft(kind=kind, reference=reference, postings=postings, on=day, book=book, memo=memo)
    return post_all(drafts=(draft,), now=now)[0]


# What the database's `money_post` answers in place of a key.
_LOCKED, _UNKNOWN = 0, -1
_TYPES = ("timestamptz", "date", *["text"] * 4, "text[]", "bigint[]", *["text[]"] * 3)


@cache
def _statement(count: int) -> str:
    """That posts so many entries."""
    places = [[f"${at * len(_TYPES) + place}::{one}" for place, one in enumerate(_TYPES, 1)] for at in range(count)]
    return "SELECT " + ", ".join(f"money_post({', '.join(one)})" for one in places)


def post_all(*, drafts: Sequence[Draft], now: datetime) -> tuple[int, ...]:
    """Write a few entries in one round trip, in the caller's transaction; their keys. Raises as `post`."""
    for draft in drafts:
        check(postings=draft.postings)
    values = [value for draft in drafts for value in _values(draft, now)]
    keys = tuple([int(one) for one in call(statement=_statement(len(drafts)), values=values)])
    refused = [draft for draft, key in zip(drafts, keys, strict=True) if key <= 0]
    if not refused:
        return keys
    for draft in refused:
        require_open(days={draft.on})
    _provide({posting.account for draft in refused for posting in draft.postings})
    again = iter(post_all(drafts=refused, now=now))
    return tuple(key if key > 0 else next(again) for key in keys)


def _values(draft: Draft, now: datetime) -> tuple[str, ...]:
    lines = draft.postings
    return (
        *(now.isoformat(), draft.on.isoformat(), draft.book, draft.kind, draft.reference, draft.memo[:200]),
        text_array([one.account for one in lines]),
        number_array([one.amount.minor for one in lines]),
        text_array([one.amount.currency for one in lines]),
        text_array([one.fund for one in lines]),
        text_array([one.coding for one in lines]),
    )


def columns(*, drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Entries as the database's `money_book_all` takes them: a list each of days, books, kinds, references and memos, then of
    places (which entry, from 1), accounts, amounts, currencies, funds and codings. Raises Unbalanced."""
    for draft in drafts:
        check(postings=draft.postings)
    lines = [line for draft in drafts for line in draft.postings]
    return (
        text_array([one.on.isoformat() for one in drafts]),
        text_array([one.book for one in drafts]),
        text_array([one.kind for one in drafts]),
        text_array([one.reference for one in drafts]),
        text_array([one.memo[:200] for one in drafts]),
        number_array([place for place, draft in enumerate(drafts, start=1) for _line in draft.postings]),
        text_array([line.account for line in lines]),
        number_array([line.amount.minor for line in lines]),
        text_array([line.amount.currency for line in lines]),
        text_array([line.fund for line in lines]),
        text_array([line.coding for line in lines]),
    )


# The types of `columns`, for a statement that calls a function with them.
COLUMN_TYPES = (
    *("%s::date[]", "%s::text[]", "%s::text[]", "%s::text[]", "%s::text[]"),
    *("%s::int[]", "%s::text[]", "%s::bigint[]", "%s::text[]", "%s::text[]", "%s::text[]"),
)


# So many entries go in one statement: its lists stay small beside the memory of a connection.
MANY = 5000
_BOOK_ALL = f"SELECT money_book_all(%s, {', '.join(COLUMN_TYPES)})"


def post_many(*, drafts: Sequence[Draft], now: datetime) -> int:
    """Write many entries in the caller's transaction, thousands a statement; how many. Raises as `post`."""
    make_ready(
        days={draft.on for draft in drafts},
        codes={posting.account for draft in drafts for posting in draft.postings},
    )
    with connection.cursor() as cursor:
        for start in range(0, len(drafts), MANY):
            cursor.execute(_BOOK_ALL, [now, *columns(drafts=drafts[start : start + MANY])])
    measure_load(table=Entry, count=len(drafts))
    measure_load(table=Line, count=sum(len(draft.postings) for draft in drafts))
    return len(drafts)


def require_open(*, days: Collection[date]) -> None:
    """Raises PeriodLocked for the first locked one of them. The database asks again at the insert, under a lock that waits for
    a lock under way."""
    if not days:
        return
    found = LockedPeriod.objects.filter(starts_on__lte=max(days), ends_on__gte=min(days))
    for locked in found.order_by("starts_on"):
        inside = [day for day in days if locked.starts_on <= day <= locked.ends_on]
        if inside:
            raise PeriodLocked(starts_on=locked.starts_on, ends_on=locked.ends_on, day=min(inside))


def posted(*, kind: str, reference: str, book: str = ACCRUAL) -> bool:
    """Whether this happening is in the book."""
    return Entry.objects.filter(book=book, kind=kind, reference=reference).exists()


def make_ready(*, days: Collection[date], codes: set[str]) -> None:
    """Sees that the days are open and the accounts have rows, for a function of the database that books by itself.

    Raises PeriodLocked, UnknownAccount.
    """
    require_open(days=days)
    _provide(codes)


def _provide(codes: set[str]) -> None:
    known = set(LedgerAccount.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in sorted(codes - known):
        accounts.row(code)


def balance(*, account: str, currency: str) -> Money:
    """Debits less credits of an account."""
    total = Line.objects.filter(account_id=account, currency=currency).aggregate(total=Sum("minor"))["total"]
    return Money(int(total or 0), currency)


def trial_balance() -> dict[tuple[str, str], int]:
    """Debits less credits by (account, currency); over all accounts of a currency they sum to zero."""
    rows = Line.objects.values_list("account_id", "currency").annotate(total=Sum("minor")).order_by("account_id")
    return {(account, currency): int(total) for account, currency, total in rows}


_TOTALS = """
SELECT account_id, fund, currency, sum(minor)::bigint FROM money_periodtotal
WHERE book = %s AND period_id = ANY(%s) AND (%s OR NOT closing) GROUP BY account_id, fund, currency
"""
_LINES = """
SELECT line.account_id, line.fund, line.currency, sum(line.minor)::bigint
FROM money_entry entry JOIN money_line line ON line.entry_id = entry.id
WHERE entry.book = %s AND entry.booked_on BETWEEN %s AND %s AND (%s OR entry.kind <> 'closing')
GROUP BY line.account_id, line.fund, line.currency
"""
BEGINNING = date(1900, 1, 1)


def sums(
    *, until: date, since: date = BEGINNING, book: str = ACCRUAL, with_closing: bool = True
) -> dict[tuple[str, str, str], int]:
    """Debits less credits by (account, fund, currency) of the days `since` to `until`, both included: totals of locked
    periods that lie whole within them, lines for the other days. `with_closing` false leaves out the closing of years."""
    locked = list(LockedPeriod.objects.filter(starts_on__gte=since, ends_on__lte=until).order_by("starts_on"))
    found: dict[tuple[str, str, str], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [book, [period.pk for period in locked], with_closing])
        rows = cursor.fetchall()
        for first, last in days_between(
            periods=[(one.starts_on, one.ends_on) for one in locked], since=since, until=until
        ):
            cursor.execute(_LINES, [book, first, last, with_closing])
            rows += cursor.fetchall()
    for account, fund, currency, minor in rows:
        found[account, fund, currency] = found.get((account, fund, currency), 0) + minor
    return {key: minor for key, minor in sorted(found.items()) if minor}
