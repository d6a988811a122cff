"""Korea's VAT, corporate tax, penalties and calendar: what must hold whatever the amounts are."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.law import is_working_day, use_country
from madang.systems.tax.domain import calendar, collection, corporate, penalties, vat
from madang.systems.tax.domain.facts import columns
from madang.systems.tax.domain.simplified import simplified_rate
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
    kind = type(module.from_amounts({}))
    table = {name: np.array([row[name] for row in rows], np.int64) for name in rows[0]}
    many = assess(columns(kind=kind, table=table))
    figures = [np.asarray(one.values) for one in (many.tax, many.payable, *(step.amount for step in many.steps))]
    assert {one.dtype for one in figures} == {np.dtype(np.int64)}
    for row, *made in zip(rows, *(np.broadcast_to(one, len(rows)) for one in figures), strict=True):
        alone = assess(module.from_amounts(row))
        assert made == [alone.tax, alone.payable, *(step.amount for step in alone.steps)]
        assert alone.payable == alone.tax - alone.prepaid


@given(
    st.lists(facts_of(VAT_NAMES, VAT_FLAGS), min_size=1, max_size=4), st.sampled_from((2017, 2021, 2022, 2026, 2027))
)
def test_vat_of_a_table_is_vat_of_its_rows(rows: list[dict[str, int]], year: int):
    rows = [row | {"simplified_rate": 15, "purchases_invoiced_tax": row["purchases_invoiced"] // 10} for row in rows]
    agrees(rows, lambda facts: vat.assess_vat(facts=facts, until=date(year, 12, 31)), vat)


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


def payment(*, unpaid: int = 10_000_000, withheld: bool = False, **days: date | None) -> int:
    """The penalty for paying late."""
    return penalties.penalty_for_payment(unpaid=unpaid, withheld=withheld, **days).tax  # type: ignore[arg-type]


def test_a_notice_of_before_july_2026_costs_three_percent_and_then_every_day():
    """Art. 47-4 (1), (8) as amended 2020-12-29 and 2021-12-21: 90 days, three percent, 31 days; below 1.5 million won no
    days after."""
    days = {
        "due_on": date(2025, 6, 2),
        "notified_on": date(2025, 9, 1),
        "notice_due_on": date(2025, 9, 30),
        "paid_on": date(2025, 10, 31),
    }
    assert payment(**days) == 198_000 + 300_000 + 68_200
    assert payment(**days | {"paid_on": date(2025, 9, 30)}) == 198_000
    assert payment(unpaid=1_000_000, **days) == 19_800 + 30_000


def test_a_notice_since_july_2026_costs_three_percent_and_then_every_whole_month():
    """Art. 47-4 (1) 1, 1-2, 3 as amended by Act No. 21212: 62 days before the notice, three percent, two months."""
    days = {
        "due_on": date(2026, 6, 1),
        "notified_on": date(2026, 8, 3),
        "notice_due_on": date(2026, 8, 31),
        "paid_on": date(2026, 11, 22),
    }
    assert payment(**days) == 136_400 + 300_000 + 134_000
    # Supplementary provision art. 3: the old rule where the notice's last day had passed by 2026-06-30.
    old = days | {"due_on": date(2026, 3, 31), "notified_on": date(2026, 6, 1), "notice_due_on": date(2026, 6, 30)}
    assert payment(**old | {"paid_on": date(2026, 7, 30)}) == 61 * 2_200 + 300_000 + 30 * 2_200


def test_five_years_are_the_most_that_count_after_a_notice():
    """Art. 47-4 (7)."""
    days = {"due_on": date(2020, 5, 31), "notified_on": date(2020, 6, 1), "notice_due_on": date(2020, 6, 30)}
    assert payment(**days, paid_on=date(2025, 6, 30)) == payment(**days, paid_on=date(2026, 6, 30))


def test_withheld_tax_costs_three_percent_at_once_and_ten_at_most_before_a_notice():
    """Art. 47-5 (1)."""
    due = date(2025, 1, 10)
    assert payment(unpaid=1_000_000, withheld=True, due_on=due, paid_on=due) == 0
    assert payment(unpaid=1_000_000, withheld=True, due_on=due, paid_on=date(2025, 2, 9)) == 36_600
    assert payment(unpaid=1_000_000, withheld=True, due_on=due, paid_on=date(2027, 1, 10)) == 100_000


def test_revenue_measures_the_penalty_of_who_keeps_double_entry_books_and_owes_little():
    """Art. 47-2 (2): 7/10,000 of the revenue where it is more than 20 percent of the tax; 5/1,000 of unreported zero-rated
    supplies."""
    facts = penalties.filing_facts({"unreported": 1_000_000, "revenue": 1_000_000_000, "zero_rated": 100_000_000})
    kinds = {"facts": facts, "fault": penalties.FilingFault.NOT_FILED, "due_on": date(2025, 7, 25), "filed_on": None}
    assert penalties.penalty_for_filing(tax=Tax.CORPORATE, **kinds).tax == 700_000  # type: ignore[arg-type]
    assert penalties.penalty_for_filing(tax=Tax.VAT, **kinds).tax == 1_200_000  # type: ignore[arg-type]


@pytest.mark.parametrize(("months", "left"), [(1, 10), (3, 25), (6, 50), (12, 70), (18, 80), (24, 90), (25, 100)])
def test_an_amended_return_is_forgiven_less_the_later_it_comes(months: int, left: int):
    """Art. 48 (2) 1: 90, 75, 50, 30, 20 and 10 percent; nothing for who knew that the office was about to assess."""
    filed = date(2024 + (4 + months) // 12, (4 + months) % 12 + 1, 28)
    facts = penalties.filing_facts({"unreported": 1_000})
    kinds = {
        "tax": Tax.INCOME,
        "facts": facts,
        "fault": penalties.FilingFault.UNDER_REPORTED,
        "due_on": date(2024, 5, 31),
    }
    assert penalties.penalty_for_filing(**kinds, filed_on=filed).tax == left  # type: ignore[arg-type]
    assert penalties.penalty_for_filing(**kinds, filed_on=filed, foreseen=True).tax == 100  # type: ignore[arg-type]


def test_the_ceiling_on_losses_of_each_year_and_of_small_enterprises():
    """Corporate Tax Act art. 13 (1): 80 percent for 2016 and 2017, 70 for 2018, 60 for 2019 to 2022, 80 since; small ones
    without."""
    facts = {"income": 1_000, "losses_carried": 5_000}
    ceilings = {year: used(facts, year) for year in (2015, 2016, 2018, 2019, 2022, 2023, 2026)}
    assert ceilings == {2015: 1_000, 2016: 800, 2018: 700, 2019: 600, 2022: 600, 2023: 800, 2026: 800}
    assert used(facts | {"small": 1}, 2019) == used(facts | {"loss_ceiling_free": 1}, 2019) == 1_000


def used(facts: dict[str, int], year: int) -> int:
    """The losses that a calendar year uses."""
    period = {"period_from": date(year, 1, 1), "period_until": date(year, 12, 31)}
    made = corporate.assess_corporate(facts=corporate.from_amounts(facts), **period)
    return next(step.amount for step in made.steps if step.code == "corporate.losses")


def test_credits_stop_at_the_minimum_tax_and_deductions_that_it_does_not_know_come_back():
    """Restriction of Special Taxation Act art. 132 (1): seven percent for small enterprises, ten up to ten billion won for
    others."""
    period = {"period_from": date(2025, 1, 1), "period_until": date(2025, 12, 31)}
    small = {"income": 700_000_000, "credits_limited": 100_000_000, "small": 1}
    assert corporate.assess_corporate(facts=corporate.from_amounts(small), **period).tax == 49_000_000
    spent = {"income": 0, "reliefs": 700_000_000}
    assert corporate.assess_corporate(facts=corporate.from_amounts(spent), **period).tax == 70_000_000
    free = small | {"credits": 9_000_000}
    assert corporate.assess_corporate(facts=corporate.from_amounts(free), **period).tax == 40_000_000


def test_the_sectors_of_the_simplified_way_changed_in_july_2021():
    """Value-Added Tax Act, Enforcement Decree art. 111 (2)."""
    sectors = ("47", "56", "10", "55", "41", "49", "4940", "68", "96")
    before, since = date(2021, 6, 30), date(2021, 7, 1)
    assert [simplified_rate(sector=one, on=before) for one in sectors] == [10, 10, 20, 20, 30, 20, 20, 30, 30]
    assert [simplified_rate(sector=one, on=since) for one in sectors] == [15, 15, 20, 25, 30, 30, 20, 40, 30]


def test_a_preview_return_has_no_credit_for_filing_electronically():
    """Restriction of Special Taxation Act art. 104-8 (2): the final return."""
    facts = vat.from_amounts({"sales_invoiced": 1_000_000, "corporation": 1, "e_filed": 1})
    ends = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))
    assert [vat.assess_vat(facts=facts, until=until).tax for until in ends] == [100_000, 90_000, 100_000, 90_000]


def test_labour_day_moves_a_last_day_even_before_it_was_a_public_holiday():
    """Framework Act art. 5 (1): 30 April 2023 was a Sunday, 1 May Labour Day."""
    entries = calendar.obligations(roles={Role.CORPORATE}, year=2022)
    assert next(one.due_on for one in entries if one.tax is Tax.LOCAL_INCOME) == date(2023, 5, 2)
