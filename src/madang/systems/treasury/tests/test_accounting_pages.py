"""The accountant's pages: rates, assets, debt; rules by worked figures, pages by who may."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.audit.models import Entry as Recorded
from madang.framework.cases.other_work import work_of
from madang.framework.money import books
from madang.framework.money.usecases import lock_period
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.assets import NEVER, Revised, depreciated, impairment, plan
from madang.systems.treasury.domain.debt import DayCount, Service, due_by
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import Asset, Debt, ExchangeRate, LoanAgreement
from madang.systems.treasury.tests.conftest import (
    ACCOUNTANT,
    BUDGET,
    CHECKER,
    CLERK,
    CODES,
    NOW,
)
from madang.systems.treasury.usecases import depreciate, permissions
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.borrow import TermsUnfit
from madang.systems.treasury.usecases.draw_loan import LoanExhausted, draw_loan, sign_loan
from madang.systems.treasury.usecases.open_line import allot, open_line
from madang.systems.treasury.usecases.set_rate import RateSettled, open_positions, revalue, set_rate
from madang.systems.treasury.usecases.spend import commit, verify

DAY = date(2026, 6, 8)
SCHOOL = {"cost": 10_000_000, "residual": 0, "months": 600, "used_from": date(1997, 1, 1)}


def text(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def faults_of(page: HttpResponse) -> str:
    assert page.status_code == 422
    return page.content.decode()


def test_a_school_that_becomes_a_warehouse_is_impaired_and_the_rest_spread_anew() -> None:
    """IPSAS 21, illustrative example of the school used as a warehouse: cost 10 million, 50 years, 6 of them gone, 8.8 million
    stand; 3,696,000 are recoverable; the loss is 5,104,000. What is left lasts 44 years (par. 57): 84,000 a year."""
    worn = depreciated(**SCHOOL, until=date(2002, 12, 31))
    assert worn == 1_200_000
    loss = impairment(carrying=10_000_000 - worn, recoverable=3_696_000)
    assert loss == 5_104_000
    assert impairment(carrying=5, recoverable=6) == 0
    revised = Revised(months=72, depreciated=worn, impaired=loss)
    assert depreciated(**SCHOOL, until=date(2003, 12, 31), revised=revised) - worn == 84_000
    assert depreciated(**SCHOOL, until=date(2002, 12, 31), revised=revised) == worn
    assert depreciated(**SCHOOL, until=date(2090, 12, 31), revised=revised) == 10_000_000 - loss
    days = [date(2002 + ahead, 12, 31) for ahead in range(100)]
    planned = plan(**SCHOOL, revised=revised, so_far=worn, days=days)
    assert (planned[1].charge, planned[1].carrying) == (84_000, 3_612_000)
    assert (planned[-1].until, planned[-1].carrying) == (date(2046, 12, 31), 0)
    assert sum(one.charge for one in planned) == 3_696_000


@settings(max_examples=60)
@given(st.integers(1, 10**12), st.integers(0, 100), st.integers(1, 240), st.integers(0, 239), st.integers(0, 100))
def test_no_unit_is_lost_by_an_impairment(cost: int, rest: int, months: int, after: int, keeps: int) -> None:
    """Depreciation, impairment and what remains are the cost, whenever it happens; and wear never runs backwards."""
    residual, first = (cost - 1) * rest // 100, date(2020, 1, 1)
    after = min(after, months)
    on = first + timedelta(days=31 * after)
    base = {"cost": cost, "months": months, "used_from": first}
    worn = depreciated(**base, residual=residual, until=on)
    recoverable = (cost - worn) * keeps // 100
    loss = impairment(carrying=cost - worn, recoverable=recoverable)
    elapsed = min(months, (on + timedelta(days=1)).year * 12 + (on + timedelta(days=1)).month - 1 - 2020 * 12)
    revised = Revised(months=elapsed, depreciated=worn, impaired=loss) if loss else NEVER
    left = min(residual, recoverable) if loss else residual
    until = [on + timedelta(days=31 * ahead) for ahead in range(0, 260, 13)]
    series = [depreciated(**base, residual=left, until=day, revised=revised) for day in until]
    assert series == sorted(series)
    end = depreciated(**base, residual=left, until=date(2060, 1, 1), revised=revised)
    assert end + loss + left == cost


def test_what_falls_due_is_summed_by_year() -> None:
    services = [
        Service(due_on=date(year, month, 1), principal=100 * month, interest=year - 2020)
        for year in (2027, 2026)
        for month in (1, 7)
    ]
    assert due_by(services=services, place=lambda day: day.year) == {2026: (800, 12), 2027: (800, 14)}


def bought(minor: int = 1200) -> Any:
    """A verified claim for an asset."""
    line = open_line(
        year=2026, codes={**CODES, "economic": "31"}, titles={"en": "Ferry"}, minor=10_000, actor=BUDGET, now=NOW
    )
    allot(line=line, minor=10_000, actor=BUDGET, now=NOW)
    promise = commit(line=line, payee="Yard", account="12345678", purpose="Ferry", minor=minor, actor=CLERK, now=NOW)
    return verify(commitment=promise, invoice="1", minor=minor, actor=CHECKER, now=NOW)


@pytest.mark.django_db
def test_an_asset_lives_on_its_pages(browser: Callable[..., Client]) -> None:
    claim = bought()
    keeper, auditor = browser(permissions.ACCOUNTANT), browser(permissions.AUDITOR)
    assert [claim.number in text(one, "/treasury/assets/") for one in (keeper, auditor)] == [True, False]
    place = f"/treasury/assets/claims/{claim.number}/"
    assert "Ferry" in text(keeper, place)
    kept = {"name": "Ferry", "used_from": "2026-01-01", "months": "12", "residual": "2000"}
    assert "The residual value is less than the cost." in faults_of(keeper.post(place, kept))
    assert keeper.post(place, kept | {"residual": "0"}).status_code == 302
    asset = Asset.objects.get()
    assert "It is kept as an asset already." in faults_of(keeper.post(place, kept))
    assert "This day is still to come." in faults_of(
        keeper.post("/treasury/assets/depreciate/", {"until": str(timezone.localdate(clock.now()) + timedelta(days=1))})
    )
    assert keeper.post("/treasury/assets/depreciate/", {"until": "2026-03-31"}).status_code == 302
    assert "₩900" in text(keeper, f"/treasury/assets/{asset.number}/")
    impair = f"/treasury/assets/{asset.number}/impair/"
    given_ = {"recoverable": "1000", "on": "2026-03-31", "reason": "Stranded"}
    assert "stands at ₩900 on that day" in faults_of(keeper.post(impair, given_))
    asset.refresh_from_db()
    assert (asset.depreciated, asset.impaired) == (300, 0)
    assert keeper.post(impair, given_ | {"recoverable": "450"}).status_code == 302
    assert keeper.post("/treasury/assets/depreciate/", {"until": "2026-06-30"}).status_code == 302
    asset.refresh_from_db()
    assert (asset.depreciated, asset.impaired, asset.carrying) == (450, 450, 300)
    assert "₩300" in text(auditor, f"/treasury/assets/{asset.number}/")
    assert auditor.post(impair, given_).status_code == 403
    assert (
        keeper.post(f"/treasury/assets/{asset.number}/dispose/", {"on": "2026-06-30", "proceeds": "250"}).status_code
        == 302
    )
    found = books.trial_balance()
    assert (found["expense.impairment", "KRW"], found["expense.disposal", "KRW"]) == (450, 50)
    assert (found["assets.fixed", "KRW"], found["assets.depreciation", "KRW"]) == (0, 0)
    assert "disposed of on" in faults_of(keeper.post(impair, given_))
    assert asset.number.encode() in keeper.get("/treasury/assets/?format=csv&state=gone").getvalue()
    looks = Recorded.objects.filter(action="treasury.look", target=f"asset:{asset.number}")
    assert looks.count() == 2
    assert Recorded.objects.get(action="treasury.impair").detail["reason"] == "Stranded"


@pytest.mark.django_db
def test_what_stood_before_the_books_is_registered_without_an_entry(browser: Callable[..., Client]) -> None:
    keeper = browser(permissions.ACCOUNTANT)
    stood = {
        "name": "Bridge",
        "used_from": "2024-01-01",
        "months": "120",
        "residual": "0",
        "minor": "1200",
        "fund": "road",
    }
    assert keeper.post("/treasury/assets/new/", stood | {"day": "2025-12-31"}).status_code == 302
    asset = Asset.objects.get()
    assert (asset.depreciated, asset.fund, books.trial_balance()) == (240, "road", {})
    assert "The books began after the asset came into use" in faults_of(
        keeper.post("/treasury/assets/new/", stood | {"day": "2023-12-31"})
    )
    depreciate.depreciate(until=date(2026, 6, 30), actor=ACCOUNTANT, now=NOW)
    assert books.sums(until=date(2026, 6, 30))["expense.depreciation", "road", "KRW"] == 60
    assert "Transport facilities special account" in text(keeper, "/treasury/assets/")


TERMS = {
    "lender": "Bank of Reconstruction",
    "fund": "general",
    "minor": "1000",
    "percent": "4",
    "count": "30/360",
    "every": "6",
    "times": "2",
    "bullet": "yes",
}


@pytest.mark.django_db
def test_a_loan_is_drawn_part_by_part_and_paid(browser: Callable[..., Client]) -> None:
    keeper = browser(permissions.ACCOUNTANT)
    wrong = keeper.post(
        "/treasury/debt/loans/new/",
        TERMS | {"purpose": "Dam", "signed_on": "2026-01-05", "available_until": "2026-01-04"},
    )
    assert "The last day to draw is not before the day of signature." in faults_of(wrong)
    sign = TERMS | {"purpose": "Dam", "signed_on": "2026-01-05", "available_until": "2026-12-31"}
    assert keeper.post("/treasury/debt/loans/new/", sign).status_code == 302
    loan = LoanAgreement.objects.get()
    assert books.trial_balance() == {}
    place = f"/treasury/debt/loans/{loan.number}/"
    assert "Nothing is drawn yet" in text(keeper, place)
    assert keeper.post(place, {"minor": "600", "on": "2026-02-01"}).status_code == 302
    assert "₩400 can still be drawn" in faults_of(keeper.post(place, {"minor": "500", "on": "2026-03-01"}))
    with pytest.raises(LoanExhausted):
        draw_loan(agreement=loan, minor=1, on=date(2026, 1, 4), actor=ACCOUNTANT, now=NOW)
    debt = Debt.objects.get()
    assert books.trial_balance()["debt.loans", "KRW"] == -600
    page = text(keeper, f"/treasury/debt/{debt.number}/")
    first = debt.services.earliest("due_on")
    assert f"/treasury/debt/{debt.number}/{first.pk}/" in page
    pay = f"/treasury/debt/{debt.number}/{first.pk}/"
    assert "so nothing of it can have been paid before" in faults_of(keeper.post(pay, {"on": "2026-01-31"}))
    assert keeper.post(pay, {"on": "2026-08-03"}).status_code == 302
    assert "is paid already" in faults_of(keeper.post(pay, {"on": "2026-08-03"}))
    found = books.trial_balance()
    assert (found["expense.interest", "KRW"], found["debt.interest", "KRW"], found["bank", "KRW"]) == (12, 0, 588)
    assert keeper.post("/treasury/debt/bonds/new/", TERMS | {"issued_on": "2026-05-01"}).status_code == 302
    assert keeper.post("/treasury/debt/accrue/", {"until": "2026-08-31"}).status_code == 302
    overview = text(browser(permissions.AUDITOR), "/treasury/debt/")
    assert "What falls due, by fiscal year" in overview
    assert "₩1,600" in overview
    assert "Record a bond" not in overview
    assert [one.number for one in work_of(ACCOUNTANT, now=datetime(2027, 1, 25, tzinfo=UTC))].count(debt.number) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        LoanAgreement.objects.update(drawn=1001)


@pytest.mark.django_db
def test_rates_have_a_history_and_positions_a_value(browser: Callable[..., Client]) -> None:
    """IPSAS 4.24 and 4.32: owed 100 dollars at 1,350; at 1,400 the state has lost 5,000 won."""
    keeper = browser(permissions.ACCOUNTANT)
    assert "No rate is entered yet" in text(keeper, "/treasury/rates/")
    given_ = {"currency": "usd", "on": "2026-06-08", "value": "1350", "source": "Bank of Korea"}
    assert keeper.post("/treasury/rates/new/", given_).status_code == 302
    assert "other than the state" in faults_of(keeper.post("/treasury/rates/new/", given_ | {"currency": "KRW"}))
    event = Event(name="obligation_verified", amount=Money(10_000, "USD"), economic="22")
    book(event=event, reference="F", on=DAY, now=NOW)
    set_rate(currency="USD", on=date(2026, 6, 30), value=Decimal(1400), source="x", actor=ACCOUNTANT, now=NOW)
    found, gains = open_positions(on=date(2026, 6, 30))
    assert [(one.held, one.worth) for one in found] == [(Money(-10_000, "USD"), Money(-140_000, "KRW"))]
    assert gains == {"": Money(-5_000, "KRW")}
    page = text(keeper, "/treasury/rates/positions/?on=2026-06-30")
    assert "-₩5,000" in page
    assert keeper.post("/treasury/rates/positions/", {"on": "2026-06-30"}).status_code == 302
    assert revalue(on=date(2026, 6, 30), actor=ACCOUNTANT, now=NOW) == 0
    assert books.trial_balance()["expense.exchange", "KRW"] == 5_000
    assert "/treasury/rates/new/" not in text(browser(permissions.AUDITOR), "/treasury/rates/?currency=USD")
    assert b"1350" in keeper.get("/treasury/rates/?format=csv").getvalue()
    lock_period(starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30), reason="x", actor=ACCOUNTANT, now=NOW)
    with pytest.raises(RateSettled):
        set_rate(currency="USD", on=DAY, value=Decimal(1), source="x", actor=ACCOUNTANT, now=NOW)
    assert ExchangeRate.objects.get(on=DAY).value == 1350
    assert [one.detail["before"] for one in Recorded.objects.filter(action="treasury.set_rate").order_by("pk")] == [
        "",
        "",
    ]


@pytest.mark.django_db
def test_terms_of_a_loan_are_judged_before_it_is_signed() -> None:
    with pytest.raises(TermsUnfit) as refused:
        sign_loan(
            lender="x",
            purpose="x",
            minor=0,
            rate=Decimal(2),
            count=DayCount.ACTUAL_365,
            every=0,
            times=1,
            bullet=True,
            signed_on=DAY,
            available_until=DAY,
            actor=ACCOUNTANT,
            now=NOW,
        )
    assert [fault.place for fault in refused.value.faults] == ["minor", "rate", "times"]
    assert not LoanAgreement.objects.exists()
