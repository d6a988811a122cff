"""Korea's income tax as a whole: one return and a table agree, parts make the total, tax does not fall as income rises."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.countries.kr.tax.income_tax import assess
from madang.framework.law import ParameterNotYetInForce
from madang.framework.law.active import use_country
from madang.framework.law.pack import load_pack
from madang.systems.tax.domain.column import Column
from madang.systems.tax.domain.income import IncomeFacts, from_amounts

YEARS = range(2016, 2027)
ONCE = {"spouse", "single_parent", "female_head", "married", "fifty"}
PEOPLE = {"children", "young_children", "newborns", "newborn_first", "ascendants", "siblings", "aged", "disabled"}
NAMES = [field.name for field in fields(IncomeFacts)]
AMOUNTS = st.one_of(st.just(0), st.integers(0, 2_000_000_000), st.integers(0, 100_000_000))


def drawn(name: str) -> st.SearchStrategy[int]:
    """What a fact may be."""
    if name in ONCE:
        return st.integers(0, 1)
    return st.integers(0, 5) if name in PEOPLE else AMOUNTS


FACTS = st.fixed_dictionaries({name: drawn(name) for name in NAMES})


@pytest.fixture(autouse=True)
def _korea():
    with use_country("kr"):
        yield


def amounts_of(facts: dict[str, int], year: int) -> dict[str, int]:
    outcome = assess(facts=from_amounts(facts), year=year)
    return {step.code: step.amount for step in outcome.steps} | {"payable": outcome.payable}


@settings(max_examples=20, deadline=None)
@given(st.lists(FACTS, min_size=1, max_size=4), st.sampled_from(YEARS))
def test_a_table_is_assessed_as_each_of_its_rows(rows: list[dict[str, int]], year: int):
    table = {name: Column(np.array([row[name] for row in rows], np.int64)) for name in NAMES}
    with use_country("kr"):
        outcome = assess(facts=IncomeFacts(**table), year=year)
        figures = {step.code: step.amount for step in outcome.steps} | {"payable": outcome.payable}
        made = {code: np.broadcast_to(np.asarray(amount.values), len(rows)) for code, amount in figures.items()}
        for place, row in enumerate(rows):
            assert {code: amounts[place] for code, amounts in made.items()} == amounts_of(row, year)


@settings(max_examples=60, deadline=None)
@given(FACTS, st.sampled_from(YEARS))
def test_the_parts_make_the_total(facts: dict[str, int], year: int):
    with use_country("kr"):
        steps = amounts_of(facts, year)
    kinds = ("employment", "business", "rent", "pension", "other", "financial", "gross_up")
    credited = sum(amount for code, amount in steps.items() if code.startswith("income.credit."))
    deducted = sum(amount for code, amount in steps.items() if code.startswith("income.deduction."))
    deducted -= 2 * steps["income.deduction.beyond_limit"]
    assert steps["income.total"] == sum(steps[f"income.{kind}"] for kind in kinds)
    assert steps["income.base"] == max(steps["income.total"] - deducted, 0)
    assert steps["income.tax"] == steps["income.calculated"] - credited + steps["income.private_pension_apart"] >= 0
    assert all(amount >= 0 for code, amount in steps.items() if not code.endswith("payable"))
    assert abs(steps["income.tax"] - steps["income.prepaid"] - steps["payable"]) < 10
    assert steps["payable"] % 10 == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000_000_000), st.integers(0, 100_000_000), st.sampled_from(YEARS))
def test_tax_never_falls_as_wages_rise(wages: int, more: int, year: int):
    with use_country("kr"):
        assert (
            amounts_of({"wages": wages}, year)["income.tax"] <= amounts_of({"wages": wages + more}, year)["income.tax"]
        )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000_000_000), st.integers(0, 100_000_000), st.sampled_from(YEARS))
def test_tax_never_falls_as_profit_rises(profit: int, more: int, year: int):
    """Without what a threshold of income ends: the deduction of a woman at the head of a household, mutual aid."""
    with use_country("kr"):
        less = amounts_of({"business_revenue": profit, "children": 2, "aged": 1}, year)
        rest = amounts_of({"business_revenue": profit + more, "children": 2, "aged": 1}, year)
    assert less["income.tax"] <= rest["income.tax"]


def test_private_pensions_stand_apart_where_that_is_less():
    """Of forty million six million, at 15 percent (art. 64-4); joined to high wages they bear 38 percent, as before 2023."""
    facts = {"wages": 250_000_000, "private_pension": 40_000_000}
    alone = amounts_of({"wages": 250_000_000}, 2025)["income.tax"]
    assert amounts_of(facts, 2025)["income.tax"] == alone + 6_000_000
    assert amounts_of(facts, 2022)["income.private_pension_apart"] == 0
    few = amounts_of({"private_pension": 16_000_000}, 2025)
    assert few["income.pension"] == 16_000_000 - 6_500_000
    assert few["income.private_pension_apart"] == 0


def test_no_tax_is_reckoned_for_a_year_before_the_law_of_the_pack():
    with pytest.raises(ParameterNotYetInForce):
        assess(facts=from_amounts({"wages": 30_000_000}), year=2015)


def test_every_step_has_words_in_both_languages():
    words = load_pack("kr").data("tax/steps")
    for step in assess(facts=from_amounts({}), year=2025).steps:
        assert words[step.code]["ko"], step.code
        assert words[step.code]["en"], step.code
