"""Locked periods: nothing is posted in them, and their totals are what their lines are."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.identity.actor import system_actor
from madang.framework.money import books
from madang.framework.money.domain.journal import CASH, Posting, Unbalanced, check
from madang.framework.money.domain.periods import days_between
from madang.framework.money.models import Entry, Line, LockedPeriod
from madang.framework.money.tests.conftest import NOON
from madang.framework.money.usecases import lock_period
from madang.framework.money.usecases.lock_period import PeriodBackward, PeriodOverlaps
from madang.framework.values import Money

ACTOR = system_actor("test")


def entry(reference: str, *, on: date, minor: int = 100, fund: str = "", book: str = "accrual") -> Entry:
    amount = Money(minor, "KRW")
    postings = (Posting("bank", amount, fund), Posting("revenue.fees", -amount, fund))
    return books.post(kind="test", reference=reference, postings=postings, now=NOON, on=on, book=book)


def lock(starts_on: date, ends_on: date) -> LockedPeriod:
    return lock_period(starts_on=starts_on, ends_on=ends_on, reason="", actor=ACTOR, now=NOON)


@pytest.mark.django_db
def test_nothing_is_posted_in_a_locked_period() -> None:
    lock(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(books.PeriodLocked, match="2026-03-31"):
        entry("A", on=date(2026, 2, 1))
    entry("A", on=date(2026, 4, 1))


@pytest.mark.django_db
def test_the_database_itself_refuses_an_entry_of_a_locked_period() -> None:
    lock(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        Entry.objects.create(at=NOON, booked_on=date(2026, 2, 1), kind="test", reference="A")


@pytest.mark.django_db
def test_periods_never_overlap_and_never_end() -> None:
    period = lock(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(PeriodOverlaps):
        lock(date(2026, 3, 31), date(2026, 4, 30))
    with pytest.raises(PeriodBackward):
        lock(date(2026, 5, 2), date(2026, 5, 1))
    with pytest.raises(IntegrityError, match="appended only"), transaction.atomic():
        period.delete()
    with pytest.raises(IntegrityError, match="money_periods_apart"), transaction.atomic():
        LockedPeriod.objects.create(starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 2), locked_at=NOON, locked_by="x")


@pytest.mark.django_db
def test_sums_are_the_same_before_and_after_locking() -> None:
    for month in range(1, 7):
        entry(f"A{month}", on=date(2026, month, 15), minor=month, fund="pension" if month % 2 else "")
        entry(f"A{month}", on=date(2026, month, 15), minor=7 * month, book=CASH)
    asked = [
        {"since": date(2026, 1, 1), "until": date(2026, 12, 31)},
        {"since": date(2026, 2, 10), "until": date(2026, 4, 20)},
        {"until": date(2026, 5, 15), "book": CASH},
    ]
    before = [books.sums(**values) for values in asked]  # type: ignore[arg-type]
    lock(date(2026, 1, 1), date(2026, 2, 28))
    lock(date(2026, 4, 1), date(2026, 4, 30))
    assert [books.sums(**values) for values in asked] == before  # type: ignore[arg-type]
    assert before[0]["bank", "pension", "KRW"] == 1 + 3 + 5


def test_an_entry_balances_within_each_fund() -> None:
    ten = Money(10, "KRW")
    with pytest.raises(Unbalanced):
        check(postings=(Posting("bank", ten, "road"), Posting("revenue.fees", -ten, "pension")))


@pytest.mark.django_db
def test_the_database_refuses_an_entry_that_mixes_funds() -> None:
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():  # noqa: PT012
        made = Entry.objects.create(at=NOON, booked_on=NOON.date(), kind="test", reference="A")
        books._provide({"bank"})
        made.lines.create(account_id="bank", minor=5, currency="KRW", fund="road")
        made.lines.create(account_id="bank", minor=-5, currency="KRW", fund="pension")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _parts(*parts: tuple[int, ...]) -> None:
    """An entry whose lines come in several statements; judged as at commit."""
    made = Entry.objects.create(at=NOON, booked_on=NOON.date(), kind="test", reference="A")
    books._provide({"bank"})
    for minors in parts:
        Line.objects.bulk_create([Line(entry=made, account_id="bank", minor=one, currency="KRW") for one in minors])
    connection.check_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [((5, -5),), ((5,), (-5,)), ((5, -5), (7,), (-7,))])
def test_lines_of_an_entry_may_come_in_several_statements(parts: tuple[tuple[int, ...], ...]) -> None:
    _parts(*parts)


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [((5,),), ((5, -5), (7,)), ((5,), (-5, 7)), ((5, -5), (7, -5))])
def test_a_line_that_comes_after_a_balanced_statement_is_judged_too(parts: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(IntegrityError, match=r"not balanced|has 1 line"), transaction.atomic():
        _parts(*parts)


@pytest.mark.django_db
def test_an_entry_that_is_posted_whole_leaves_nothing_to_judge_at_commit() -> None:
    entry("A", on=date(2026, 4, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM money_unfinished")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_an_entry_without_lines_is_refused() -> None:
    with pytest.raises(IntegrityError, match="0 line"), transaction.atomic():
        _parts()


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(DAYS, max_size=8, unique=True), DAYS, DAYS)
def test_free_days_and_locked_days_are_all_days(marks: list[date], one: date, other: date) -> None:
    since, until = sorted((one, other))
    ordered = sorted(marks)
    pairs = [pair for pair in zip(ordered[::2], ordered[1::2], strict=False) if pair[0] >= since and pair[1] <= until]
    free: set[int] = set()
    for first, last in days_between(periods=pairs, since=since, until=until):
        free |= set(range(first.toordinal(), last.toordinal() + 1))
    locked = {day for first, last in pairs for day in range(first.toordinal(), last.toordinal() + 1)}
    assert not free & locked
    assert free | locked == set(range(since.toordinal(), until.toordinal() + 1))
