"""What is worth more or less than its cost: debt in another currency (IPSAS 4.24, 27, 32), impairments taken back (IPSAS
21.68 to 70), revaluations (IPSAS 17.50 (b), 54, 55, now IPSAS 45), gifts. The figures are reckoned by hand from these.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from madang.framework.identity.may import Forbidden
from madang.framework.money import books
from madang.systems.treasury.domain.assets import revaluation, reversal
from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.models import Asset, Debt
from madang.systems.treasury.tests.conftest import ACCOUNTANT, NOW, UNIT
from madang.systems.treasury.tests.test_pages import text
from madang.systems.treasury.usecases import depreciate as keeping
from madang.systems.treasury.usecases.borrow import TermsUnfit, borrow, serve
from madang.systems.treasury.usecases.draw_loan import draw_loan, sign_loan
from madang.systems.treasury.usecases.draw_statements import lines_of
from madang.systems.treasury.usecases.export_gfs import export_gfs
from madang.systems.treasury.usecases.permissions import ACCOUNTANT as KEEPS
from madang.systems.treasury.usecases.revalue_asset import (
    RevaluationUnfit,
    ReversalUnfit,
    accept_gift,
    revalue_asset,
    reverse_impairment,
)
from madang.systems.treasury.usecases.set_rate import RateMissing, revalue, set_rate

BY: dict[str, Any] = {"actor": ACCOUNTANT, "now": NOW}
ISSUED, CLOSING, DUE = date(2026, 6, 8), date(2026, 12, 31), date(2027, 6, 8)
# A thousand dollars for a year at five percent, in cents.
TERMS: dict[str, Any] = {
    "lender": "Lender",
    "minor": 100_000,
    "rate": Decimal("0.05"),
    "count": DayCount.THIRTY_360,
    "every": 12,
    "times": 1,
    "bullet": True,
}
DOLLARS: dict[str, Any] = TERMS | {"issued_on": ISSUED, "currency": "USD", "received": 1_298_000}


def at_rate(on: date, won: int) -> None:
    set_rate(currency="USD", on=on, value=Decimal(won), source="test", **BY)


def stands(account: str, currency: str = "KRW") -> int:
    return books.balance(account=account, currency=currency).minor


@pytest.mark.django_db
def test_what_is_owed_in_dollars_is_valued_at_the_closing_rate() -> None:
    at_rate(ISSUED, 1300)
    debt = borrow(**DOLLARS, **BY)
    # The state has won from the bank and owes dollars.
    assert (stands("bank"), stands("debt.bonds", "USD"), stands("debt.bonds")) == (1_298_000, -100_000, 0)
    at_rate(CLOSING, 1350)
    revalue(on=CLOSING, **BY)
    # A thousand dollars are 1,350,000 won at the closing rate, 52,000 more than came.
    assert stands("expense.exchange") == 52_000
    at_rate(DUE, 1400)
    service = debt.services.get()
    with pytest.raises(TermsUnfit):
        serve(service=service, on=DUE, **BY)
    serve(service=service, on=DUE, cost=1_470_000, **BY)
    revalue(on=DUE, **BY)
    # Interest of fifty dollars at 1,400; the rest of the loss; nothing is owed, nothing is open.
    assert (stands("expense.interest"), stands("expense.exchange")) == (70_000, 102_000)
    owed = [stands(one, "USD") for one in ("debt.bonds", "debt.interest", "exchange.position")]
    assert (owed, stands("exchange.value"), stands("bank")) == ([0, 0, 0], 0, -172_000)
    assert (stands("cash.interest"), stands("cash.repaid"), stands("cash.borrowed")) == (70_000, 1_400_000, -1_298_000)


@pytest.mark.django_db
def test_a_debt_in_dollars_tells_what_came_in_won() -> None:
    with pytest.raises(RateMissing):
        borrow(**DOLLARS, **BY)
    at_rate(ISSUED, 1300)
    for wrong in ({"received": None}, {"received": 0}, {"currency": ""}, {"currency": "usd"}):
        with pytest.raises(TermsUnfit):
            borrow(**(DOLLARS | wrong), **BY)
    assert not Debt.objects.exists()


@pytest.mark.django_db
def test_a_loan_in_dollars_is_drawn_in_dollars() -> None:
    at_rate(ISSUED, 1300)
    agreed = {"purpose": "Works", "signed_on": ISSUED, "available_until": CLOSING, "currency": "USD"}
    loan = sign_loan(**TERMS, **agreed, **BY)
    drawn = draw_loan(agreement=loan, minor=40_000, on=ISSUED, received=519_000, **BY)
    assert (drawn.currency, stands("debt.loans", "USD"), stands("bank")) == ("USD", -40_000, 519_000)


def test_where_a_revaluation_goes() -> None:
    assert reversal(carrying=180, unimpaired=360, recoverable=1000) == 180
    assert reversal(carrying=180, unimpaired=360, recoverable=250) == 70
    assert reversal(carrying=180, unimpaired=360, recoverable=100) == 0
    told = ("to_surplus", "taken_back", "from_surplus", "loss")
    risen = revaluation(carrying=225, fair=500, surplus=0, written_down=120)
    fallen = revaluation(carrying=720, fair=300, surplus=300, written_down=0)
    assert [risen[one] for one in told] == [155, 120, 0, 0]
    assert [fallen[one] for one in told] == [0, 0, 300, 120]


def registered() -> Asset:
    """1,200 over ten years, half of it gone at the end of 2024."""
    given: dict[str, Any] = {"name": "A bridge", "minor": 1200, "months": 120, "residual": 0, "fund": ""}
    return keeping.register(**given, used_from=date(2020, 1, 1), day=date(2024, 12, 31), **BY)


@pytest.mark.django_db
def test_an_impairment_is_taken_back_no_further_than_without_it() -> None:
    held, then = registered(), date(2026, 12, 31)
    keeping.impair(asset=held, recoverable=300, on=date(2024, 12, 31), reason="Closed to lorries", **BY)
    told = {"asset": held, "reason": "Repaired", **BY}
    with pytest.raises(ReversalUnfit):
        reverse_impairment(recoverable=180, on=then, **told)
    with pytest.raises(Forbidden):
        reverse_impairment(recoverable=1000, on=then, **(told | {"actor": UNIT}))
    back = reverse_impairment(recoverable=1000, on=then, **told)
    # Two of five years wore off 120 of 300; without the loss it would stand at 1,200 less seven tenths.
    assert (back.carrying, back.impaired, stands("revenue.impairment")) == (360, 120, -180)
    keeping.depreciate(until=date(2027, 12, 31), **BY)
    back.refresh_from_db()
    assert back.carrying == 240


@pytest.mark.django_db
def test_a_revaluation_goes_to_the_surplus_and_back() -> None:
    held = registered()

    def worth(fair: int, year: int) -> Asset:
        return revalue_asset(asset=held, fair=fair, on=date(year, 12, 31), basis="Appraisal", **BY)

    with pytest.raises(RevaluationUnfit):
        worth(600, 2024)
    assert worth(900, 2024).carrying == 900
    assert (stands("assets.fixed"), stands("assets.depreciation"), stands("revaluation_surplus")) == (-300, 600, -300)
    # 180 of 900 wore off in a fifth of five years; 720 fall to 300.
    worth(300, 2025)
    assert (stands("revaluation_surplus"), stands("expense.revaluation")) == (0, 120)
    # 75 of 300 in a quarter of four years; 225 rise to 500, of which 120 take back the expense.
    made = worth(500, 2026)
    assert (stands("revaluation_surplus"), stands("revenue.revaluation"), made.carrying) == (-155, -120, 500)
    with pytest.raises(keeping.ImpairmentUnfit):
        keeping.impair(asset=held, recoverable=1, on=date(2027, 1, 1), reason="x", **BY)
    assert lines_of(name="position", year=2026)["revalued"] == -155
    # What only revalues is no transaction: net lending agrees from both sides.
    assert b"NLB" in export_gfs(year=2026, now=NOW)


@pytest.mark.django_db
def test_a_gift_is_revenue_at_its_value() -> None:
    given: dict[str, Any] = {"name": "A painting", "donor": "A foundation", "value": 600, "months": 60, "residual": 0}
    made = accept_gift(**given, on=ISSUED, fund="", **BY)
    assert (stands("assets.fixed"), stands("revenue.donated"), stands("bank")) == (600, -600, 0)
    keeping.depreciate(until=date(2027, 6, 7), **BY)
    made.refresh_from_db()
    assert made.carrying == 480


@pytest.mark.django_db
def test_the_pages_of_what_a_thing_is_worth(browser: Callable[..., Client]) -> None:
    keeper = browser(KEEPS)
    gift = {"name": "A painting", "donor": "A foundation", "on": "2024-01-01", "months": "600", "value": "6000"}
    assert keeper.post("/treasury/assets/gifts/new/", gift | {"value": ""}).status_code == 422
    assert keeper.post("/treasury/assets/gifts/new/", gift | {"residual": "0", "fund": "general"}).status_code == 302
    made = Asset.objects.get()
    page = f"/treasury/assets/{made.number}/"
    assert "given by A foundation" in text(keeper, page)
    assert (
        keeper.post(f"{page}impair/", {"recoverable": "100", "on": "2024-06-30", "reason": "Water"}).status_code == 302
    )
    back = {"recoverable": "100", "on": "2024-12-31", "reason": "Restored"}
    assert "had it never been impaired" in keeper.post(f"{page}reverse/", back | {"recoverable": "1"}).content.decode()
    assert keeper.post(f"{page}reverse/", back | {"recoverable": "3000"}).status_code == 302
    assert keeper.post(f"{page}revalue/", {"fair": "7000", "on": "2025-06-30", "basis": "Appraisal"}).status_code == 302
    assert "Its part of the revaluation surplus" in text(keeper, page)
    at_rate(ISSUED, 1300)
    bond = {
        "lender": "Lender",
        "currency": "USD",
        "minor": "1000.50",
        "fund": "general",
        "percent": "5",
        "count": "30/360",
    }
    bond |= {"every": "12", "times": "1", "bullet": "yes", "issued_on": "2026-06-08"}
    assert "tell what the bank paid out" in keeper.post("/treasury/debt/bonds/new/", bond).content.decode()
    assert keeper.post("/treasury/debt/bonds/new/", bond | {"received": "1300000"}).status_code == 302
    debt = Debt.objects.get()
    assert debt.minor == 100_050
    assert "1,000.50" in text(keeper, f"/treasury/debt/{debt.number}/")
    assert "of it in USD" in text(keeper, "/treasury/debt/")
