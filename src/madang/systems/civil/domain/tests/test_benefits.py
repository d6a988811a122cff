"""The benefit finder answers with the datum that decided it, and never takes "not told" for "no"."""

from datetime import date

import pytest

from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Facts, Outcome, answer, find, years_between

TODAY = date(2026, 11, 22)
TEXT = {"en": "Text."}
OLD = Condition(
    data=("born_on",),
    holds=lambda facts: (facts.age or 0) >= 65,
    met={"en": "65 or older."},
    unmet={"en": "Under 65."},
    cite="art. 3",
)
POOR = Condition(
    data=("monthly_income",),
    holds=lambda facts: facts.monthly_income is not None and facts.monthly_income.minor < 2_000_000,
    met={"en": "Income below the limit."},
    unmet={"en": "Income above the limit."},
    cite="art. 4",
)
PENSION = Benefit(
    code="pension",
    title=TEXT,
    summary=TEXT,
    agency=TEXT,
    cite="Act",
    conditions=(OLD, POOR),
    amount=lambda facts: Money(342_510, "KRW"),
)
ELDER = date(1949, 5, 5)
POOR_INCOME = Money(1_000_000, "KRW")


def test_all_conditions_met_make_it_likely_with_its_amount() -> None:
    found = answer(benefit=PENSION, facts=Facts(on=TODAY, born_on=ELDER, monthly_income=POOR_INCOME))
    assert found.outcome is Outcome.LIKELY
    assert found.amount == Money(342_510, "KRW")


def test_the_condition_that_fails_decides_even_where_others_are_open() -> None:
    found = answer(benefit=PENSION, facts=Facts(on=TODAY, born_on=date(1988, 4, 12)))
    assert (found.outcome, found.decided_by) == (Outcome.NO, "born_on")
    assert found.amount is None


def test_what_nobody_told_keeps_it_open_and_is_named() -> None:
    found = answer(benefit=PENSION, facts=Facts(on=TODAY, born_on=ELDER))
    assert (found.outcome, found.decided_by, found.missing) == (Outcome.OPEN, "monthly_income", ("monthly_income",))


def test_what_is_likely_comes_first() -> None:
    other = Benefit(code="other", title=TEXT, summary=TEXT, agency=TEXT, cite="Act", conditions=(POOR,))
    found = find(benefits=(PENSION, other), facts=Facts(on=TODAY, monthly_income=POOR_INCOME))
    assert [each.benefit.code for each in found] == ["other", "pension"]


def test_a_condition_names_facts_that_exist() -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        Condition(data=("shoe_size",), holds=lambda facts: True, met=TEXT, unmet=TEXT, cite="art. 1")


@pytest.mark.parametrize(
    ("born_on", "on", "years"),
    [
        # Civil Act of Korea art. 158: age counts full years from the day of birth.
        (date(2000, 3, 1), date(2026, 2, 28), 25),
        (date(2000, 3, 1), date(2026, 3, 1), 26),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
    ],
)
def test_age_counts_full_years(born_on: date, on: date, years: int) -> None:
    assert years_between(born_on=born_on, on=on) == years
