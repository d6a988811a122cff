"""Posting to the journal and reading it."""

from datetime import datetime

from django.db.models import Sum

from madang.framework.money import accounts
from madang.framework.money.domain.journal import Posting, check
from madang.framework.money.models import Entry, Line
from madang.framework.values import Money


def post(*, kind: str, reference: str, postings: tuple[Posting, ...], now: datetime, memo: str = "") -> Entry:
    """Write a balanced entry in the caller's transaction. Raises Unbalanced, UnknownAccount; the same `kind` and
    `reference` twice is an IntegrityError."""
    check(postings=postings)
    entry = Entry.objects.create(at=now, kind=kind, reference=reference, memo=memo[:200])
    Line.objects.bulk_create(
        Line(
            entry=entry,
            account=accounts.row(posting.account),
            minor=posting.amount.minor,
            currency=posting.amount.currency,
        )
        for posting in postings
    )
    return entry


def balance(*, account: str, currency: str) -> Money:
    """Debits less credits of an account."""
    total = Line.objects.filter(account_id=account, currency=currency).aggregate(total=Sum("minor"))["total"]
    return Money(int(total or 0), currency)


def trial_balance() -> dict[tuple[str, str], int]:
    """Debits less credits by (account, currency); over all accounts of a currency they sum to zero."""
    rows = Line.objects.values_list("account_id", "currency").annotate(total=Sum("minor")).order_by("account_id")
    return {(account, currency): int(total) for account, currency, total in rows}
