"""Korea's VAT, corporate tax, penalties and calendar: what must hold whatever the amounts are."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.law import is_working_day, use_country
from madang.systems.tax.domain import calendar, collection, corporate, penalties, vat
from madang.systems.tax.domain.words import Role, Tax

AMOUNTS = st.integers(min_value=0, max_value=10**12)
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
VAT_NAMES = (
    "sales_invoiced",
    "sales_card",
    "sales_zero_rated",
    "bad_debts",
    "purchases_invoiced",
    "deemed_purchases",
    "prepaid",
)
VAT_FLAGS = ("e_filed", "simplified", "restaurant", "corporation", "manufacturer")
CORPORATE_NAMES = ("income", "losses_carried", "exempt_income", "reliefs", "credits_limited", "credits", "withheld")
FLAG = st.integers(min_value=0, max_value=1)


@pytest.fixture(autouse=True, scope="module")
def _korea() -> Any:
    with use_country("kr"):
        yield


def facts_of(names: tuple[str, ...], flags: tuple[str, ...]) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries(dict.fromkeys(names, AMOUNTS) | dict.fromkeys(flags, FLAG))


def agrees(rows: list[dict[str, int]], assess: Callable[[Any], Any], module: Any) -> None:
    """A table's column comes out as each of its rows by itself, to the won."""
    expression = assess(module.from_columns(rows[0].keys()))
    columns = {f"s{place}": step.amount for place, step in enumerate(expression.steps)}
    table = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.Int64)).select(
        tax=expression.tax, payable=expression.payable, **columns
    )
    assert set(table.dtypes) == {pl.Int64}
    for row, made in zip(rows, table.iter_rows(named=True), strict=True):
        alone = assess(module.from_amounts(row))
        assert (made["tax"], made["payable"]) == (alone.tax, alone.payable)
        assert [made[name] for name in columns] == [step.amount for step in alone.steps]
        assert alone.payable == alone.tax - alone.prepaid


@given(
    st.lists(facts_of(VAT_NAMES, VAT_FLAGS), min_size=1, max_size=4), st.sampled_from((2017, 2021, 2022, 2026, 2027))
)
def test_vat_of_a_table_is_vat_of_its_rows(rows: list[dict[str, int]], year: int):
    rows = [row | {"simplified_rate": 15, "purchases_invoiced_tax": row["purchases_invoiced"] // 10} for row in rows]
    agrees(rows, lambda facts: vat.assess_vat(facts=facts, until=date(year, 12, 31)), vat)


@settings(max_examples=25)
@given(st.lists(facts_of(CORPORATE_NAMES, ("small", "closely_held")), min_size=1, max_size=4), st.integers(2016, 2026))
def test_corporate_tax_of_a_table_is_that_of_its_rows(rows: list[dict[str, int]], year: int):
    period = {"period_from": date(year, 1, 1), "period_until": date(year, 12, 31)}
    agrees(rows, lambda facts: corporate.assess_corporate(facts=facts, **period), corporate)


@given(facts_of(CORPORATE_NAMES, ("small", "closely_held")), AMOUNTS, st.integers(2016, 2026))
def test_corporate_tax_never_falls_when_income_rises(row: dict[str, int], more: int, year: int):
    period = {"period_from": date(year, 1, 1), "period_until": date(year, 12, 31)}
    row["losses_carried"] = 0
    low, high = (
        corporate.assess_corporate(facts=corporate.from_amounts(row | {"income": row["income"] + extra}), **period).tax
        for extra in (0, more)
    )
    assert 0 <= low <= high


@given(facts_of(VAT_NAMES, VAT_FLAGS))
def test_the_steps_of_general_vat_add_up(row: dict[str, int]):
    made = vat.assess_vat(facts=vat.from_amounts(row | {"simplified": 0}), until=YEAR[1])
    step = {one.code: one.amount for one in made.steps}
    inputs = step["vat.bad_debts"] + step["vat.input"] + step["vat.deemed_input"] - step["vat.not_deductible"]
    assert step["vat.charged"] == step["vat.output"] - inputs
    assert step["vat.tax"] == step["vat.charged"] - step["vat.card_credit"] - step["vat.electronic"] == made.tax


@given(facts_of(VAT_NAMES, VAT_FLAGS), st.integers(min_value=5, max_value=50))
def test_nobody_is_refunded_more_than_was_prepaid_in_the_simplified_way(row: dict[str, int], percent: int):
    made = vat.assess_vat(facts=vat.from_amounts(row | {"simplified": 1, "simplified_rate": percent}), until=YEAR[1])
    assert made.tax >= 0
    assert made.payable >= -row["prepaid"]


@given(AMOUNTS, st.integers(min_value=0, max_value=3000), st.integers(min_value=0, max_value=3000))
def test_who_pays_later_never_pays_less_and_a_whole_is_no_less_than_its_stretches(unpaid: int, first: int, second: int):
    due = date(2016, 5, 31)
    middle, last = due + timedelta(days=first), due + timedelta(days=first + second)
    whole = penalties.penalty_for_payment(unpaid=unpaid, due_on=due, paid_on=last).tax
    early = penalties.penalty_for_payment(unpaid=unpaid, due_on=due, paid_on=middle).tax
    assert whole >= early
    parts = [
        penalties.refund_interest(refund=unpaid, starts_on=due + timedelta(days=1), paid_on=middle).tax,
        penalties.refund_interest(refund=unpaid, starts_on=middle + timedelta(days=1), paid_on=last).tax,
    ]
    together = penalties.refund_interest(refund=unpaid, starts_on=due + timedelta(days=1), paid_on=last).tax
    assert sum(parts) <= together <= sum(parts) + 1


@given(
    st.integers(min_value=0, max_value=10**9),
    st.lists(st.tuples(st.sampled_from(collection.DebtKind), st.integers(1, 10**8), st.integers(0, 900)), max_size=8),
)
def test_a_payment_is_never_settled_twice_and_never_out_of_order(paid: int, rows: list[tuple[Any, int, int]]):
    debts = [
        collection.Debt(number=f"T{place}", kind=kind, minor=minor, due_on=YEAR[0] + timedelta(days=days))
        for place, (kind, minor, days) in enumerate(rows)
    ]
    settled = {one.number: one.minor for one in collection.allocate_payment(paid=paid, debts=debts, on=YEAR[1])}
    assert sum(settled.values()) == min(paid, sum(debt.minor for debt in debts))
    order = [collection.DebtKind.COSTS, collection.DebtKind.TAX, collection.DebtKind.PENALTY]
    open_kinds = {order.index(debt.kind) for debt in debts if settled.get(debt.number, 0) < debt.minor}
    paid_kinds = {order.index(debt.kind) for debt in debts if settled.get(debt.number, 0) > 0}
    assert not open_kinds or not paid_kinds or max(paid_kinds) <= min(open_kinds)


@given(AMOUNTS, st.sampled_from((Tax.INCOME, Tax.CORPORATE, Tax.VAT)), st.booleans())
def test_instalments_are_the_whole_and_at_least_half_comes_first(payable: int, tax: Tax, small: bool):
    parts = collection.plan_instalments(tax=tax, payable=payable, due_on=date(2026, 6, 1), small=small)
    assert sum(part.minor for part in parts) == payable
    assert parts[0].minor * 2 >= payable


@pytest.mark.parametrize("year", range(2016, 2028))
def test_every_due_day_is_a_day_on_which_offices_work(year: int):
    for roles in ({Role.CORPORATE, Role.VAT_GENERAL, Role.WITHHOLDING_AGENT}, {Role.INCOME, Role.VAT_SIMPLIFIED}):
        entries = calendar.obligations(roles=roles, year=year)
        assert all(is_working_day(one.due_on) and one.due_on > one.period_until for one in entries)
        assert len({(one.tax, one.period, one.kind) for one in entries}) == len(entries)
