"""Posting to the journal and reading it."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


def post(
    *,
    kind: str,
    reference: str,
    postings: tuple[Posting, ...],
    now: datetime,
    memo: str = "",
    on: date | None = None,
    book: str = ACCRUAL,
) -> Entry:
    """Write a balanced entry in the caller's transaction; it counts `on` that day, by default today's.

    Raises Unbalanced, UnknownAccount, PeriodLocked; the same `kind` and `reference` twice in a book is an IntegrityError.
    """
    check(postings=postings)
    day = on or timezone.localdate(now)
    require_open(day=day)
    _provide({posting.account for posting in postings})
    entry = Entry.objects.create(at=now, booked_on=day, book=book, kind=kind, reference=reference, memo=memo[:200])
    Line.objects.bulk_create(
        Line(
            entry=entry,
            account_id=posting.account,
            minor=posting.amount.minor,
            currency=posting.amount.currency,
            fund=posting.fund,
            coding=posting.coding,
        )
        for posting in postings
    )
    return entry


def require_open(*, day: date) -> None:
    """Raises PeriodLocked. The database asks again at the insert, under a lock that waits for a lock under way."""
    locked = LockedPeriod.objects.filter(starts_on__lte=day, ends_on__gte=day).first()
    if locked is not None:
        raise PeriodLocked(starts_on=locked.starts_on, ends_on=locked.ends_on, day=day)


def posted(*, kind: str, reference: str, book: str = ACCRUAL) -> bool:
    """Whether this happening is in the book."""
    return Entry.objects.filter(book=book, kind=kind, reference=reference).exists()


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
