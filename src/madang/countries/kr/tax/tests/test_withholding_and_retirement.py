"""What is withheld from wages, and the tax on retirement: tables agree with rows, tax does not fall, old law counts in part."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.countries.kr.tax.retirement import RetirementFacts, assess_retirement
from madang.countries.kr.tax.withholding import withheld_monthly
from madang.framework.law import ParameterNotYetInForce
from madang.framework.law.active import use_country
from madang.framework.law.pack import load_pack
from madang.systems.tax.domain.column import Column
from madang.systems.tax.domain.income import assess_income, from_amounts

PAID = date(2025, 6, 10)
WAGES = st.integers(0, 120_000_000)


@pytest.fixture(autouse=True)
def _korea():
    with use_country("kr"):
        yield


def retirement_tax(*, income: int, years: int, early: int, year: int) -> int:
    facts = RetirementFacts(income=income, years=years, years_until_2012=early, withheld=0)
    return assess_retirement(facts=facts, year=year).tax


@settings(max_examples=40, deadline=None)
@given(WAGES, st.integers(0, 5_000_000), st.integers(1, 14), st.integers(0, 4))
def test_more_wages_never_bring_less_withheld(wages: int, more: int, family: int, children: int):
    with use_country("kr"):
        one, other = (
            withheld_monthly(wages=w, family=family, children=children, paid_on=PAID) for w in (wages, wages + more)
        )
        larger = withheld_monthly(wages=wages, family=family + 1, children=children, paid_on=PAID)
    assert larger <= one <= other
    assert one % 10 == 0
    assert one == 0 or one >= 1000


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(WAGES, st.integers(1, 14), st.integers(0, 4)), min_size=1, max_size=5),
    st.sampled_from((2019, 2022, 2025)),
)
def test_a_table_of_wages_is_withheld_as_each_row(rows: list[tuple[int, int, int]], year: int):
    day = date(year, 6, 10)
    wages, family, children = (Column(np.array(one, np.int64)) for one in zip(*rows, strict=True))
    with use_country("kr"):
        together = withheld_monthly(wages=wages, family=family, children=children, paid_on=day)
        alone = [withheld_monthly(wages=w, family=f, children=c, paid_on=day) for w, f, c in rows]
        assert np.asarray(together.values).tolist() == alone


def test_the_year_is_settled_against_what_was_withheld_each_month():
    withheld = 12 * withheld_monthly(wages=3_000_000, family=1, children=0, paid_on=PAID)
    settled = assess_income(facts=from_amounts({"wages": 36_000_000, "wages_withheld": withheld}), year=2025)
    assert settled.prepaid == withheld == 892_200
    assert abs(settled.tax - withheld - settled.payable) < 10


def test_no_table_is_guessed_before_the_first_one_of_the_pack():
    with pytest.raises(ParameterNotYetInForce):
        withheld_monthly(wages=3_000_000, family=1, children=0, paid_on=date(2018, 1, 10))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2_000_000_000), st.integers(0, 50_000_000), st.integers(1, 40), st.data(), st.integers(2016, 2026)
)
def test_more_on_retirement_never_brings_less_tax(income: int, more: int, years: int, data: st.DataObject, year: int):
    early = data.draw(st.integers(0, years))
    with use_country("kr"):
        less = retirement_tax(income=income, years=years, early=early, year=year)
        rest = retirement_tax(income=income + more, years=years, early=early, year=year)
    # The form reckons in whole won a year, so that up to a won for each year of service gets lost on the way.
    assert less <= rest + 2 * years


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2_000_000_000), st.integers(1, 40))
def test_part_of_the_old_tax_counts_until_2019(income: int, years: int):
    """A fifth more of the new law each year (Act No. 12852, supplementary art. 25); 2018 and 2020 have one schedule."""
    with use_country("kr"):
        facts = RetirementFacts(income=income, years=years, years_until_2012=0, withheld=0)
        steps = {step.code: step.amount for step in assess_retirement(facts=facts, year=2018).steps}
        new = retirement_tax(income=income, years=years, early=0, year=2020)
    assert steps["retirement.new"] == new
    assert steps["retirement.tax"] == (60 * new + 40 * steps["retirement.old"]) // 100


def test_every_step_of_retirement_has_words():
    words = load_pack("kr").data("tax/steps")
    facts = RetirementFacts(income=1, years=1, years_until_2012=0, withheld=0)
    assert all(
        words[step.code]["ko"] and words[step.code]["en"] for step in assess_retirement(facts=facts, year=2025).steps
    )
