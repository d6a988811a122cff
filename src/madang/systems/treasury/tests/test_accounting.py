"""Chart, posting rules, closing, foreign currency: by worked figures and by any series of events."""

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from madang.framework.law import load_pack
from madang.framework.money import accounts, books
from madang.framework.money.domain.journal import CASH
from madang.framework.money.domain.states import AccountKind
from madang.framework.values import Money, Refusal
from madang.systems.treasury.domain import chart, rule_faults
from madang.systems.treasury.domain.posting import AmountMissing, Event, RuleMissing, entries
from madang.systems.treasury.tests.conftest import ACCOUNTANT, CLERK, NOW
from madang.systems.treasury.usecases.accounting_rules import account, rules
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.close_year import YearClosed, YearNotOver, YearUnready, close_year
from madang.systems.treasury.usecases.draw_statements import consolidate, draw
from madang.systems.treasury.usecases.set_rate import RateMissing, RateUnfit, set_rate, value_positions

DAY, NEXT = date(2026, 6, 8), date(2027, 1, 15)
LATER = datetime(2027, 1, 15, 3, 0, tzinfo=UTC)


def won(minor: int) -> Money:
    return Money(minor, "KRW")


def happen(name: str, minor: int, *, on: date = DAY, reference: str = "1", **more: Any) -> None:
    amounts = {key: won(value) for key, value in more.pop("amounts", {}).items()}
    event = Event(name=name, amount=won(minor), economic="22", amounts=amounts, **more)
    book(event=event, reference=reference, on=on, now=NOW)


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_every_fault_of_the_rules_is_told_at_once(country: str) -> None:
    broken: dict[str, Any] = deepcopy(load_pack(country).data("treasury/posting_rules"))
    del broken["cite"]
    broken["payment_booked"] = [{"book": "accrual", "debit": "nowhere", "credit": "cash.bank", "until": 2024}]
    broken["payment_returned"] = [
        {"book": "accrual", "debit": "bank", "credit": "payables", "until": 2024},
        {"book": "accrual", "debit": "bank", "credit": "payables", "from": 2026},
        {"book": "accrual", "debit": "bank", "credit": "payables", "from": 2028},
        {"book": "secret", "debit": "bank", "credit": "payables"},
    ]
    broken["asset_disposed"][0]["legs"].pop()
    broken["debt_issued"] = "text"
    broken["charge"] = [{"book": "accrual", "debit": "receivable", "credit": "nothing.{kind}"}]
    kinds = {kind for code, kind in broken["classes"].items() if not code.startswith("1")}
    broken["interest_accrued"] = [{"book": "accrual", "legs": [{"debit": "bank", "credit": "bank"}]}]
    listed = load_pack(country).data("treasury/accounts")["accounts"]
    found = sorted(rule_faults.faults(rules=broken, known=lambda one: one in listed or accounts.known(one)))
    assert found == [
        ("asset_disposed", "does not balance: +1 gain"),
        *sorted(("charge", f"posts to 'nothing.{kind}', which no chart of accounts has") for kind in kinds),
        ("cite", "names no law"),
        ("debt_issued", "is no list of rules"),
        ("interest_accrued", "has a leg that is neither a debit nor a credit alone"),
        ("payment_booked", "has no rule of the accrual book after 2024"),
        ("payment_booked", "posts to 'cash.bank' in the accrual book"),
        ("payment_booked", "posts to 'nowhere', which no chart of accounts has"),
        ("payment_returned", "has a rule for the unknown book 'secret'"),
        ("payment_returned", "has no rule of the accrual book from 2025 to 2025"),
        ("payment_returned", "has two rules of the accrual book for 2028"),
    ]


def test_every_fault_of_the_chart_is_told_at_once() -> None:
    data = deepcopy(load_pack("kr").data("treasury/accounts"))
    statements = deepcopy(load_pack("kr").data("treasury/statements"))
    data["accounts"]["bank"] = {"kind": "purse", "line": "drawer", "title": {"en": "Bank"}}
    statements["position"]["lines"].append({"code": "x", "sum": ["y"], "title": {}})
    assert sorted(chart.faults(data=data, statements=statements)) == [
        ("bank", "has no kind of asset, equity, expense, liability, revenue"),
        ("bank", "has no title in Korean and English"),
        ("bank", "stands in the line 'drawer', which no statement has"),
        ("cash", "is a line of a statement that no account fills"),
        ("position.x", "sums 'y', which is no line above it"),
    ]


def test_an_event_without_its_amounts_or_rule_is_refused() -> None:
    with pytest.raises(RuleMissing):
        entries(rules=rules(), event=Event(name="classes", amount=won(1)))
    with pytest.raises(AmountMissing, match="no amount"):
        entries(rules=rules(), event=Event(name="debt_serviced", amount=won(1)))
    amounts = {"principal": won(5), "interest": won(2), "paid": won(8)}
    with pytest.raises(AmountMissing, match=r"paid is 8, and principal \+ interest is 7"):
        entries(rules=rules(), event=Event(name="debt_serviced", amount=won(8), amounts=amounts))
    dated = {"x": [{"book": "accrual", "debit": "bank", "credit": "payables", "until": 2025}]}
    with pytest.raises(RuleMissing, match="2026"):
        entries(rules=dated, event=Event(name="x", amount=won(1)), year=2026)


@pytest.mark.django_db
def test_a_deal_in_dollars_keeps_dollars_and_its_differences_are_in_the_surplus() -> None:
    """IPSAS 4.24, 4.27, 4.32: bought at 1,350 a dollar, at 1,400 on the closing day, paid at 1,380."""
    bought = Event(name="obligation_verified", amount=Money(10_000, "USD"), economic="22")
    with pytest.raises(RateMissing):
        book(event=bought, reference="F", on=DAY, now=NOW)
    for on, value in ((DAY, "1350"), (date(2026, 6, 30), "1400"), (date(2026, 7, 10), "1380")):
        set_rate(currency="USD", on=on, value=Decimal(value), source="test", actor=ACCOUNTANT, now=NOW)
    with pytest.raises(RateUnfit):
        set_rate(currency="KRW", on=DAY, value=Decimal(1), source="x", actor=ACCOUNTANT, now=NOW)
    book(event=bought, reference="F", on=DAY, now=NOW)
    assert books.trial_balance()["payables", "USD"] == -10_000
    assert books.trial_balance()["expense.goods", "KRW"] == 135_000
    assert value_positions(on=date(2026, 6, 30), now=NOW) == 1
    assert books.trial_balance()["expense.exchange", "KRW"] == 5_000
    assert value_positions(on=date(2026, 6, 30), now=NOW) == 0
    paid = Event(name="foreign_payment", amount=Money(10_000, "USD"), economic="22", amounts={"paid": won(138_000)})
    book(event=paid, reference="F", on=date(2026, 7, 10), now=NOW)
    assert value_positions(on=date(2026, 7, 10), now=LATER) == 1
    after = books.trial_balance()
    assert (after["expense.exchange", "KRW"], after["revenue.exchange", "KRW"]) == (5_000, -2_000)
    assert (after["bank", "KRW"], after["payables", "USD"], after["exchange.value", "KRW"]) == (-138_000, 0, 0)


@pytest.mark.django_db
def test_a_closed_year_opens_the_next_with_its_balances() -> None:
    happen("debt_issued", 1_000)
    happen("obligation_verified", 300)
    happen("payment_booked", 200)
    with pytest.raises(YearNotOver):
        close_year(year=2026, actor=ACCOUNTANT, now=NOW, today=DAY)
    with pytest.raises(Refusal):
        close_year(year=2026, actor=CLERK, now=LATER, today=NEXT)
    before = draw(name="position", year=2026)
    closed = close_year(year=2026, actor=ACCOUNTANT, now=LATER, today=NEXT)
    assert closed.results == {("accrual", "", "KRW"): -300, ("cash", "", "KRW"): 800}
    position = draw(name="position", year=2026)
    assert position.figure(code="surplus") == 0
    assert position.figure(code="accumulated") == before.figure(code="surplus") == -300
    assert position.figure(code="net_assets_total") == position.figure(code="equity_total") == -300
    assert draw(name="performance", year=2026).figure(code="goods") == 300
    assert draw(name="position", year=2027).figure(code="cash") == 800
    flow = draw(name="cash_flow", year=2027)
    assert (flow.figure(code="cash_opening"), flow.figure(code="net_change")) == (800, 0)
    assert draw(name="cash_flow", year=2026).figure(code="cash_closing") == 800
    with pytest.raises(YearClosed):
        close_year(year=2026, actor=ACCOUNTANT, now=LATER, today=NEXT)
    with pytest.raises(books.PeriodLocked):
        happen("obligation_verified", 1, reference="2")


@pytest.mark.django_db
def test_a_year_is_not_closed_over_an_open_one() -> None:
    happen("obligation_verified", 300, on=date(2025, 12, 31))
    with pytest.raises(YearUnready) as refused:
        close_year(year=2026, actor=ACCOUNTANT, now=LATER, today=NEXT)
    assert len(refused.value.faults) == 1
    close_year(year=2025, actor=ACCOUNTANT, now=LATER, today=NEXT)
    close_year(year=2026, actor=ACCOUNTANT, now=LATER, today=NEXT)


@pytest.mark.django_db
def test_what_funds_owe_each_other_is_eliminated_and_shown() -> None:
    happen("debt_issued", 1_000)
    happen("fund_transfer", 400, other_fund="road")
    statement = consolidate(name="position", year=2026)
    assert statement.columns == ("", "road", "eliminations", "total")
    between = next(row.figures for row in statement.rows if row.code == "between_funds")
    assert between == (-400, 400, 0, 0)
    flows = next(row.figures for row in consolidate(name="performance", year=2026).rows if row.code == "transfers_in")
    assert flows == (0, 400, -400, 0)


EVENTS = (
    "debt_issued",
    "obligation_verified",
    "payment_booked",
    "payment_returned",
    "unknown_receipt",
    "fund_transfer_paid",
)
deeds = st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(1, 10**15), st.sampled_from(["", "road"])), max_size=12)


class RandomEvents(TestCase):
    """Each example runs in a transaction of its own."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(deeds)
    def test_books_balance_and_cash_is_bank_after_any_events(self, happened: list[tuple[str, int, str]]) -> None:
        for index, (name, minor, fund) in enumerate(happened):
            happen(name, minor, reference=str(index), fund=fund, other_fund="harbour")
        connection.check_constraints()
        accrual, cash = (books.sums(until=DAY, book=name) for name in ("accrual", CASH))
        funds = {fund for _code, fund, _currency in (*accrual, *cash)}
        for fund in funds:
            for sums in (accrual, cash):
                assert sum(minor for (_code, whose, _currency), minor in sums.items() if whose == fund) == 0
            assert accrual.get(("bank", fund, "KRW")) == cash.get(("cash.bank", fund, "KRW"))
        position = draw(name="position", year=2026)
        assert position.figure(code="net_assets_total") == position.figure(code="equity_total")
        flow = draw(name="cash_flow", year=2026)
        assert flow.figure(code="cash_closing") == position.figure(code="cash")
        assert all(account(code=code).line for code, _fund, _currency in accrual)


def test_accounts_of_other_systems_have_their_line_in_each_book() -> None:
    """What a system declared and the chart does not place is not lost from any statement."""
    for code, kind, line in (
        ("revenue.tolls", AccountKind.REVENUE, "other_revenue"),
        ("cash.tolls", AccountKind.REVENUE, "cash_other_in"),
        ("cash.gifts", AccountKind.EXPENSE, "cash_other_out"),
    ):
        assert chart.unlisted(code=code, kind=kind, title="x").line == line
