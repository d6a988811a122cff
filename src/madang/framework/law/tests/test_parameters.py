"""Dated parameters: which value holds on which day, and what it is made into."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.law import (
    NoSuchParameter,
    PackFaulty,
    ParameterEnded,
    ParameterNotYetInForce,
    citation,
    parameter,
    parameter_or_none,
    parameters,
    use_country,
)
from madang.framework.law.reading import Dated, Parameter
from madang.framework.values import Money


@pytest.fixture(autouse=True)
def korea():
    with use_country("kr"):
        yield


ENDED = Parameter(
    "tax.rates.levy",
    "KRW",
    (
        Dated(date(2010, 1, 1), Money(5, "KRW"), "Levy Act art. 1"),
        Dated(date(2015, 1, 1), Money(7, "KRW"), "Levy Act art. 1 as amended"),
        Dated(date(2020, 1, 1), None, "Act repealing the Levy Act"),
    ),
)


def test_a_value_holds_from_its_day_until_the_next():
    assert ENDED.on(date(2014, 12, 31)).value == Money(5, "KRW")
    assert ENDED.on(date(2015, 1, 1)).value == Money(7, "KRW")


def test_a_value_is_never_guessed_before_its_start():
    with pytest.raises(ParameterNotYetInForce, match=r"before 2010-01-01"):
        ENDED.on(date(2009, 12, 31))


def test_ended_law_says_what_ended_it():
    with pytest.raises(ParameterEnded, match="Act repealing the Levy Act"):
        ENDED.on(date(2020, 1, 1))


@given(days=st.integers(0, 12_000))
def test_the_value_in_force_is_the_latest_that_has_begun(days: int):
    day = date(1995, 1, 1) + timedelta(days=days)
    begun = [dated for dated in ENDED.values if dated.since <= day]
    if not begun or begun[-1].value is None:
        with pytest.raises((ParameterNotYetInForce, ParameterEnded)):
            ENDED.on(day)
    else:
        assert ENDED.on(day) is begun[-1]


def test_an_amount_of_money_comes_in_minor_units_of_its_currency():
    assert parameter("civil.fees.seal_certificate", on=date(2026, 1, 1)) == Money(600, "KRW")
    with use_country("xx"):
        assert parameter("population.fees.abstract.online", on=date(2026, 1, 1)) == Money(250, "HBT")


def test_the_article_is_cited():
    assert "art. 11 (5)" in citation("businesses.deadlines.registration", on=date(2026, 1, 1))


def test_an_unknown_key_names_the_pack():
    with pytest.raises(NoSuchParameter, match=r"'kr' has no parameter 'civil.fees.moonlight'"):
        parameter("civil.fees.moonlight", on=date(2026, 1, 1))


def test_law_that_had_not_begun_can_be_asked_for_as_none():
    assert parameter_or_none("civil.fees.passport", on=date(2000, 1, 1)) is None


@dataclass(frozen=True)
class Limits:
    insured_days: int


@dataclass(frozen=True)
class Pension:
    amount: Money
    single_limit: Money


@dataclass(frozen=True)
class Percent:
    income_percent: Decimal


@dataclass(frozen=True)
class Misfit:
    amount: int
    moonlight: Money


@dataclass(frozen=True)
class Everything:
    basic_pension: Pension
    job_seeking: Limits
    livelihood: Percent


def test_a_dataclass_is_filled_and_nested_ones_with_it():
    filled = parameters(Everything, key="civil.benefits", on=date(2026, 3, 1))
    assert filled.basic_pension == Pension(amount=Money(349_700, "KRW"), single_limit=Money(2_470_000, "KRW"))
    assert filled.job_seeking.insured_days == 180
    assert filled.livelihood.income_percent == Decimal(32)


def test_a_dataclass_that_does_not_fit_is_told_every_field():
    with pytest.raises(PackFaulty) as refused:
        parameters(Misfit, key="civil.benefits.basic_pension", on=date(2026, 3, 1))
    assert [fault.file for fault in refused.value.faults] == [
        "civil.benefits.basic_pension.amount",
        "civil.benefits.basic_pension.moonlight",
    ]
