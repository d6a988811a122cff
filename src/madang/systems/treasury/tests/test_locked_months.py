"""Months are locked and years closed from the accountant's desk; statements stay the same."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from madang.framework.identity.may import Forbidden
from madang.framework.money import books
from madang.framework.money.domain.journal import Posting
from madang.framework.money.models import LockedPeriod, PeriodTotal
from madang.framework.values import Money
from madang.systems.treasury.tests.conftest import ACCOUNTANT, AUDITOR, CLERK, NOW
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.close_year import close_year
from madang.systems.treasury.usecases.draw_statements import NAMES, draw
from madang.systems.treasury.usecases.lock_month import MonthUnfit, closable, lock_month, lockable
from madang.systems.treasury.web.accounting import today

PAGE = "/treasury/periods/"


def post(reference: str, on: date, minor: int = 100) -> None:
    amount = Money(minor, "KRW")
    postings = (Posting("expense.goods", amount), Posting("payables", -amount))
    books.post(kind="test", reference=reference, postings=postings, now=NOW, on=on)


@pytest.mark.django_db
def test_finished_months_are_locked_and_the_statements_stay_what_they_were() -> None:
    """The day is 8 June 2026."""
    for month in (1, 3, 5, 6):
        post(f"M{month}", date(2026, month, 5), month)
    before = [draw(name=name, year=2026) for name in NAMES]
    assert lockable(today=NOW.date())[-1] == date(2026, 5, 31)
    assert lock_month(until=date(2026, 3, 31), actor=ACCOUNTANT, now=NOW) == 31 + 28 + 31
    assert lock_month(until=date(2026, 5, 31), actor=ACCOUNTANT, now=NOW) == 30 + 31
    assert [draw(name=name, year=2026) for name in NAMES] == before
    assert sum(PeriodTotal.objects.filter(account="expense.goods").values_list("minor", flat=True)) == 1 + 3 + 5
    with pytest.raises(books.PeriodLocked):
        post("late", date(2026, 5, 31))
    post("next", date(2026, 6, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("until", [date(2026, 6, 30), date(2026, 5, 30), date(2025, 12, 31), date(2026, 6, 8)])
def test_what_is_no_finished_month_is_not_locked(until: date) -> None:
    with pytest.raises(MonthUnfit):
        lock_month(until=until, actor=ACCOUNTANT, now=NOW)
    assert not LockedPeriod.objects.exists()


@pytest.mark.django_db
def test_a_month_is_locked_once_and_by_accountants() -> None:
    lock_month(until=date(2026, 1, 31), actor=ACCOUNTANT, now=NOW)
    with pytest.raises(MonthUnfit):
        lock_month(until=date(2026, 1, 31), actor=ACCOUNTANT, now=NOW)
    for other in (CLERK, AUDITOR):
        with pytest.raises(Forbidden):
            lock_month(until=date(2026, 2, 28), actor=other, now=NOW)


@pytest.mark.django_db
def test_a_year_that_leaves_nothing_to_close_is_closed_once() -> None:
    """As the year before a first adoption, on whose last day the opening balances stand."""
    amount = Money(100, "KRW")
    postings = (Posting("bank", amount), Posting("payables", -amount))
    books.post(kind="test", reference="opening", postings=postings, now=NOW, on=date(2024, 12, 30))
    assert closable(today=NOW.date()) == 2024
    close_year(year=2024, actor=ACCOUNTANT, now=NOW, today=NOW.date())
    assert closable(today=NOW.date()) == 2025


def test_a_month_is_locked_and_a_year_closed_on_the_page(browser: Callable[..., Client]) -> None:
    post("old", date(2024, 5, 5))
    accountant = browser(permissions.ACCOUNTANT)
    assert closable(today=NOW.date()) == 2024
    assert accountant.post(PAGE, {"do": "close", "year": "2024"}).status_code == 302
    assert closable(today=NOW.date()) == 2025
    shown = accountant.get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "Locked by" in shown
    assert accountant.post(PAGE, {"do": "close", "year": "2024"}).status_code == 422
    assert accountant.post(PAGE, {"do": "lock", "until": "2024-05-30"}).status_code == 422
    until = lockable(today=today())[0]
    assert accountant.post(PAGE, {"do": "lock", "until": until.isoformat()}).status_code == 302
    assert LockedPeriod.objects.filter(ends_on=until).exists()
