"""Close a fiscal year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.money import books
from madang.framework.money.domain.journal import ACCRUAL, CASH, CLOSING, Posting
from madang.framework.money.models import LockedPeriod
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.usecases.accounting_rules import account, year_days
from madang.systems.treasury.usecases.lock_month import lock_open_days
from madang.systems.treasury.usecases.set_rate import value_positions

# Where the year's result goes in each book (National Accounting Act art. 14; the cash book: National Finance Act art. 90).
RESULT = {ACCRUAL: "net_assets", CASH: "cash.carried"}


class YearClosed(Refusal):
    """It is closed already."""

    code = "treasury.year_closed"
    says = _("The books of {year} are closed already. A later finding is corrected in an open year.")


class YearNotOver(Refusal):
    """Its last day is still to come."""

    code = "treasury.year_not_over"
    says = _("The fiscal year {year} ends on {last}. Close it after that day.")


class YearUnready(Refusal):
    """Something stands in the way of closing."""

    code = "treasury.year_unready"
    says = _("The books of {year} cannot be closed yet. Settle what is listed first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What closing a year posted: by book, fund and currency the result that went into net assets (surplus positive)."""

    year: int
    results: Mapping[tuple[str, str, str], int]


def close_year(*, year: int, actor: Actor, now: datetime, today: date) -> Closed:
    """Value positions, empty revenue and expense into net assets, and lock every day of the year that is still open.

    What was open on the last day opens the next year: position accounts simply stand.
    Raises Forbidden, YearNotOver, YearClosed, YearUnready, RateMissing.
    """
    require(actor, "treasury.close")
    first, last = year_days(year=year)
    if today <= last:
        raise YearNotOver(year=year, last=last)
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody posts while the year closes: writers hold this lock together, whoever closes holds it alone.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('money.period'))")
        _require_ready(year, first, last)
        value_positions(on=last, now=now)
        results: dict[tuple[str, str, str], int] = {}
        for book in RESULT:
            results |= _empty(book, year, first, last, now)
        lock_open_days(first=first, last=last, reason=f"closing of {year}", actor=actor, now=now)
        detail = {f"{book} {fund} {currency}": minor for (book, fund, currency), minor in results.items()}
        audit.record(actor=actor, action="treasury.close_year", target=f"year:{year}", detail=detail, now=now)
    return Closed(year=year, results=results)


def _require_ready(year: int, first: date, last: date) -> None:
    if books.posted(kind=CLOSING, reference=str(year)) or books.posted(kind=CLOSING, reference=str(year), book=CASH):
        raise YearClosed(year=year)
    faults = []
    if LockedPeriod.objects.filter(starts_on__lte=last, ends_on__gte=last).exists():
        says = _("The last day of the year is locked, and closing entries belong on it.")
        faults.append(Fault("period", str(says), YearUnready.code))
    before = books.sums(until=first - timedelta(days=1))
    if any(account(code=code).temporary for code, _fund, _currency in before):
        says = _("An earlier year is not closed yet: its revenue and expense still stand.")
        faults.append(Fault("year", str(says), YearUnready.code))
    if faults:
        raise YearUnready(year=year, faults=tuple(faults))


def _empty(book: str, year: int, first: date, last: date, now: datetime) -> dict[tuple[str, str, str], int]:
    """The closing entry of a book: each revenue and expense account back to nothing, the result into net assets."""
    sums = books.sums(since=first, until=last, book=book)
    postings: list[Posting] = []
    results: dict[tuple[str, str, str], int] = {}
    for (code, fund, currency), minor in sums.items():
        if account(code=code).temporary:
            postings.append(Posting(code, Money(-minor, currency), fund))
            key = (book, fund, currency)
            results[key] = results.get(key, 0) - minor
    postings += [
        Posting(RESULT[book], Money(-minor, currency), fund)
        for (_book, fund, currency), minor in results.items()
        if minor
    ]
    if postings:
        books.post(kind=CLOSING, reference=str(year), postings=tuple(postings), now=now, on=last, book=book)
    return results
