"""Opening balances of a first adoption: every fault at once, two accountants, one entry a book on the day before."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.http import HttpResponse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.cases.other_work import work_of
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.law import use_country
from madang.framework.money import books
from madang.framework.money.domain.journal import ACCRUAL, CASH
from madang.framework.money.usecases import lock_period
from madang.framework.values import Money, Refusal
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.formats import opening_balances
from madang.systems.treasury.models import Asset, Debt, ExchangeRate, OpeningBalance
from madang.systems.treasury.tests.conftest import (
    ACCOUNTANT,
    CLERK,
    NOW,
    official,
)
from madang.systems.treasury.tests.test_accounting_pages import faults_of, text
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.close_year import close_year
from madang.systems.treasury.usecases.draw_statements import draw
from madang.systems.treasury.usecases.load_accounts_demo import load_accounts_demo
from madang.systems.treasury.usecases.open_books import (
    OpeningFaulty,
    OpeningSettled,
    OwnOpening,
    book_opening,
    prepare_opening,
    withdraw_opening,
)

LATER = datetime(2027, 1, 15, 3, 0, tzinfo=UTC)
ANOTHER = official("another", permissions.ACCOUNTANT)

HEAD = "account,fund,currency,debit,credit\n"
SOUND = HEAD + (
    "bank,,KRW,700,\nassets.fixed,,KRW,1000,\nassets.depreciation,,KRW,,400\ndebt.bonds,,KRW,,900\nnet_assets,,KRW,,400\n"
    "bank,road,KRW,50,\nnet_assets,road,KRW,,50\n"
    "cash.bank,,KRW,700,\ncash.carried,,KRW,,700\ncash.bank,road,KRW,50,\ncash.carried,road,KRW,,50\n"
)


def prepared(file: str = SOUND, *, year: int = 2026, actor: Any = ACCOUNTANT) -> OpeningBalance:
    return prepare_opening(data=file.encode(), name="balances.csv", year=year, actor=actor, now=NOW)


FAULTY = (
    "nowhere,,KRW,1,",
    "expense.wages,,KRW,1,",
    "bank,moon,KRW,1,",
    "bank,,XQX,1,",
    "bank,,KRW,1.5,",
    "bank,,KRW,1,1",
    "bank,,KRW,-1,",
    "assets.fixed,,USD,1.25,",
    "bank,,KRW,10,",
    "bank,,KRW,10,",
    "cash.bank,,KRW,5,",
)


@pytest.mark.django_db
def test_every_fault_of_opening_balances_is_told_at_once() -> None:
    lock_period(starts_on=date(2025, 12, 1), ends_on=date(2025, 12, 31), reason="x", actor=ACCOUNTANT, now=NOW)
    with translation.override("en"), pytest.raises(OpeningFaulty) as refused:
        prepared(HEAD + "\n".join(FAULTY))
    told = [(one.place, one.code.rpartition(".")[2]) for one in refused.value.faults]
    assert told == [
        ("5", "currency_unknown"),
        ("6", "amount_unfit"),
        ("7", "one_side"),
        ("8", "amount_unfit"),
        ("2", "account_unknown"),
        ("3", "temporary"),
        ("4", "fund_unknown"),
        ("9", "not_monetary"),
        ("11", "twice"),
        ("", "unbalanced"),
        ("", "unbalanced"),
        ("", "unbalanced"),
        ("", "unbalanced"),
        ("", "cash_differs"),
        ("", "cash_differs"),
        ("", "closed"),
    ]
    says = [one.says for one in refused.value.faults]
    assert says[0] == "Line 5: 'XQX' is no currency code of ISO 4217."
    assert "accrual book, General account, KRW: debits exceed credits by ₩21. They must be equal." in says
    assert not OpeningBalance.objects.exists()
    for broken, code in ((b"\xff", "unreadable"), (b"a,b\n", "columns_missing"), (HEAD.encode(), "empty")):
        _rows, found = opening_balances.read(data=broken, digits=lambda code: 0)
        assert [one.what for one in found] == [code]


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda told: (HEAD + told).encode())))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    balances, faults = opening_balances.read(data=data, digits={"KRW": 0, "USD": 2}.get)
    assert all(one.minor and one.currency in ("KRW", "USD") for one in balances)
    assert all(one.what for one in faults)


@pytest.mark.django_db
def test_one_prepares_another_books_once_and_the_statements_begin_there() -> None:
    """IPSAS 33: the opening position stands before the first year, so nothing of it is a flow of that year."""
    opening = prepared()
    with pytest.raises(OwnOpening):
        book_opening(opening=opening, actor=ACCOUNTANT, now=NOW)
    with pytest.raises(Refusal):
        book_opening(opening=opening, actor=CLERK, now=NOW)
    assert [one.url for one in work_of(ANOTHER, now=NOW)] == [f"/treasury/opening/{opening.pk}/"]
    assert list(work_of(ACCOUNTANT, now=NOW)) == []
    spare = prepared()
    booked = book_opening(opening=opening, actor=ANOTHER, now=NOW)
    assert (booked.on, booked.booked_by) == (date(2025, 12, 31), "another")
    before = books.sums(until=date(2025, 12, 31))
    assert (before["bank", "", "KRW"], before["net_assets", "road", "KRW"]) == (700, -50)
    assert books.sums(until=date(2025, 12, 31), book=CASH)["cash.bank", "road", "KRW"] == 50
    assert all(books.posted(kind="opening", reference="first adoption", book=one) for one in (ACCRUAL, CASH))
    with pytest.raises(OpeningSettled):
        book_opening(opening=opening, actor=ANOTHER, now=NOW)
    with pytest.raises(OpeningFaulty) as second:
        book_opening(opening=spare, actor=ANOTHER, now=NOW)
    assert [one.code for one in second.value.faults] == ["treasury.opening_faulty.adopted"]
    withdraw_opening(opening=spare, actor=ACCOUNTANT, now=NOW)
    changes = draw(name="changes", year=2026)
    assert [row.figures[0] for row in changes.rows][:3] == [450, 0, 0]
    flow = draw(name="cash_flow", year=2026)
    assert (flow.figure(code="cash_opening"), flow.figure(code="cash_closing")) == (750, 750)
    assert draw(name="position", year=2026).figure(code="net_assets_total") == 450
    close_year(year=2026, actor=ACCOUNTANT, now=LATER, today=date(2027, 1, 15))
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningBalance.objects.filter(pk=spare.pk).update(booked_at=NOW, withdrawn_at=None, booked_by="x")


@pytest.mark.django_db
def test_books_that_were_used_before_are_not_opened(line: Any) -> None:
    event = Event(name="debt_issued", amount=Money(5, "KRW"))
    book(event=event, reference="1", on=date(2025, 12, 31), now=NOW)
    with pytest.raises(OpeningFaulty) as refused:
        prepared()
    assert [one.code.rpartition(".")[2] for one in refused.value.faults] == ["in_use"]
    with pytest.raises(OpeningFaulty) as refused:
        prepared(year=2027)
    assert [one.code.rpartition(".")[2] for one in refused.value.faults] == ["year_unfit"]


@pytest.mark.django_db
def test_opening_on_the_pages() -> None:
    first, second = new_account("first"), new_account("second")
    for one in (first, second):
        give_duty(one, permissions.ACCOUNTANT)
    sender, booker = signed_in(first), signed_in(second)

    def send(data: bytes) -> HttpResponse:
        return sender.post("/treasury/opening/", {"year": "2026", "file": SimpleUploadedFile("b.csv", data)})

    wrong = faults_of(send((HEAD + "nowhere,,KRW,1,\nbank,,KRW,1,\n").encode()))
    assert "Line 2: The chart has no account" in wrong
    assert "debits exceed credits" in wrong
    assert send(SOUND.encode()).status_code == 302
    held = OpeningBalance.objects.get()
    place = f"/treasury/opening/{held.pk}/"
    assert "You prepared these balances" in text(sender, place)
    assert 'value="book"' not in text(sender, place)
    assert "another accountant books them" in faults_of(sender.post(place, {"do": "book"}))
    page = text(booker, place)
    assert "₩1,350" in page
    assert 'value="book"' in page
    assert booker.get(f"{place}document.csv").content == SOUND.encode()
    listed = booker.get(f"{place}?format=csv").getvalue().decode("utf-8-sig").splitlines()
    assert len(listed) == len(SOUND.splitlines())
    assert "bank" in listed[1]
    assert booker.post(place, {"do": "book"}).status_code == 302
    assert "booked or withdrawn already" in faults_of(booker.post(place, {"do": "withdraw"}))
    assert "This happens once" in text(sender, "/treasury/opening/")
    assert "Booked" in text(booker, place)


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["kr", "xx"])
def test_the_demonstration_has_accounts_that_another_can_open(country: str) -> None:
    """The register agrees with the balances that wait; what fell due is paid."""
    with use_country(country):
        load_accounts_demo(now=NOW)
        load_accounts_demo(now=NOW)
        opened = book_opening(opening=OpeningBalance.objects.get(), actor=ANOTHER, now=NOW)
    assert opened.on == date(2023, 12, 31)
    kept = Asset.objects.aggregate(cost=Sum("minor"), worn=Sum("depreciated"))
    found = books.trial_balance()
    home = opened.rows[0][2]
    assert (found["assets.fixed", home], found["assets.depreciation", home]) == (kept["cost"], -kept["worn"])
    assert (found["bank", home], Debt.objects.count()) == (found["cash.bank", home], 5)
    assert ExchangeRate.objects.count() > 100
